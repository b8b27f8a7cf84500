using System.Reflection;
using System.Text;

namespace Dataflux.Tests.Profiles;

/// <summary>The public surface of an assembly as text, a line for each type and member, to be compared with an approved one.</summary>
internal static class ApiListing
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    internal static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (var member in type.GetMembers(Declared).Select(Line).OfType<string>().Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        var kind = type.IsEnum
            ? $"enum ({Name(Enum.GetUnderlyingType(type))})"
            : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true }
                ? "static class"
                : type.IsSealed ? "sealed class" : type.IsAbstract ? "abstract class" : "class";
        var parents = type.IsEnum
            ? []
            : type.GetInterfaces().Where(parent => parent.IsPublic).Select(Name).Order(StringComparer.Ordinal).ToList();
        if (type.BaseType is { } based && based != typeof(object) && based != typeof(ValueType) && based != typeof(Enum))
            parents.Insert(0, Name(based));

        return $"{kind} {type.FullName}{(parents.Count == 0 ? "" : " : " + string.Join(", ", parents))}";
    }

    /// <summary>A member's line; <see langword="null"/> when nobody outside can use it.</summary>
    private static string? Line(MemberInfo member) => member switch
    {
        FieldInfo { IsLiteral: true, IsPublic: true } field =>
            $"const {Name(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}",
        FieldInfo field when IsOpen(field.IsPublic, field.IsFamily) && !field.IsSpecialName =>
            $"{Static(field.IsStatic)}field {Name(Nullability.Create(field))} {field.Name}",
        ConstructorInfo made when IsOpen(made.IsPublic, made.IsFamily) && !made.IsStatic => $"new({Parameters(made)})",
        MethodInfo method when IsOpen(method.IsPublic, method.IsFamily) && !IsAccessor(method) => Method(method),
        PropertyInfo property => Property(property),
        _ => null,
    };

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(Constrained))}>"
            : "";
        return $"{Static(method.IsStatic)}{Name(Nullability.Create(method.ReturnParameter))} {method.Name}{generic}({Parameters(method)})";
    }

    private static string? Property(PropertyInfo property)
    {
        var accessors = new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>()
            .Where(method => IsOpen(method.IsPublic, method.IsFamily)).ToList();
        if (accessors.Count == 0)
            return null;

        var init = accessors.Any(method => method.ReturnParameter.GetRequiredCustomModifiers().Length > 0);
        var has = string.Join(' ', accessors.Select(method => method == property.GetMethod ? "get;" : init ? "init;" : "set;"));
        var index = property.GetIndexParameters().Length > 0
            ? $"[{string.Join(", ", property.GetIndexParameters().Select(Parameter))}]"
            : "";
        return $"{Static(accessors[0].IsStatic)}{Name(Nullability.Create(property))} {property.Name}{index} {{ {has} }}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var many = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var direction = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "";
        var otherwise = parameter.HasDefaultValue ? $" = {parameter.RawDefaultValue ?? "null"}" : "";
        return $"{many}{direction}{Name(Nullability.Create(parameter))} {parameter.Name}{otherwise}";
    }

    private static string Constrained(Type parameter)
    {
        var constraints = parameter.GetGenericParameterConstraints().Select(Name).ToList();
        return constraints.Count == 0 ? parameter.Name : $"{parameter.Name}: {string.Join(" & ", constraints)}";
    }

    private static string Name(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var nullable = !type.IsValueType && info.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
            return $"{(info.ElementType is { } element ? Name(element) : Name(type.GetElementType()!))}[]{nullable}";

        var arguments = info.GenericTypeArguments;
        return type.IsGenericType && Nullable.GetUnderlyingType(type) is null && arguments.Length > 0
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments.Select(Name))}>{nullable}"
            : Name(type) + nullable;
    }

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } value ? Name(value) + "?"
        : type.IsArray ? $"{Name(type.GetElementType()!)}[]"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;

    private static bool IsOpen(bool isPublic, bool isFamily) => isPublic || isFamily;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Static(bool isStatic) => isStatic ? "static " : "";
}
