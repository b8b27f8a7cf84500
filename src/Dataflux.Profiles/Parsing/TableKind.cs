namespace Dataflux.Profiles.Parsing;

internal enum TableKind : byte
{
    Records,
    Map,
    Elements,
}
