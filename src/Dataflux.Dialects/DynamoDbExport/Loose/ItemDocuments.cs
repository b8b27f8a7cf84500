using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport.Loose;

/// <summary>
/// Walks through JSON documents and stops at each item: elements of a list, of <c>Items</c> in the output of a scan, of the
/// tables in BatchWriteItem requests, or documents that are items themselves. Several documents may follow each other.
/// </summary>
/// <param name="json">The text.</param>
/// <param name="location">The file, for messages.</param>
/// <param name="isContinued">Whether another file has the next page of a scan whose last page here is not its last.</param>
internal sealed class ItemDocuments(JsonBytes json, string location, bool isContinued)
{
    private const string ItemsName = "Items";
    private const string CountName = "Count";
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 1024 };

    // Envelopes and lists that are open, innermost last: a list of items may be in an envelope, which may be in another one.
    private readonly Stack<bool> _openLists = new();
    private readonly ForeignShape _foreign = new(location);
    private string _list = "";

    // The first member of a document that has a value where there would be an attribute's type.
    private string? _plain;
    private long _items;
    private long? _count;

    // The member with which the page read last says that there are more.
    private string? _unfinished;

    /// <summary>The next item's text, on one line; valid until the next call.</summary>
    /// <exception cref="SourceException">The text is cut off or of another shape.</exception>
    internal bool Next(out ReadOnlySpan<byte> item)
    {
        while (true)
        {
            var c = json.SkipSpace();
            if (c == ',' && _openLists.Count > 0)
            {
                json.Take(1);
                continue;
            }

            if (_openLists.Count == 0)
            {
                if (c < 0)
                {
                    RefuseUnfinished();
                    item = default;
                    return false;
                }

                if (BeginDocument(c))
                    continue;

                item = json.TakeValue();
                return true;
            }

            if (!_openLists.Peek())
            {
                Member(c);
            }
            else if (c == ']')
            {
                json.Take(1);
                _openLists.Pop();
            }
            else if (c == '{')
            {
                item = Element();
                _items++;
                return true;
            }
            else
            {
                throw _plain is null ? Unexpected(c, "an item, which begins with '{'") : _foreign.Plain(_plain);
            }
        }
    }

    /// <summary>Opens a list or an envelope.</summary>
    /// <returns>Whether it is one; otherwise it is an item.</returns>
    private bool BeginDocument(int c)
    {
        (_items, _count, _list, _plain) = (0, null, "", null);
        if (c == '{' && !Envelope.IsAt(json, 0))
            return false;

        if (c is not ('{' or '['))
            throw Unexpected(c, "DynamoDB JSON, which begins with '{' or '['");

        json.Take(1);
        _openLists.Push(c == '[');
        _unfinished = null;
        return true;
    }

    private void Member(int c)
    {
        if (c == '}')
        {
            json.Take(1);
            _openLists.Pop();
            if (_openLists.Count == 0)
                CheckDocument();

            return;
        }

        if (c != '"')
            throw Unexpected(c, "the name of a member");

        var name = Encoding.UTF8.GetString(json.TakeValue()[1..^1]);
        if (json.SkipSpace() is not ':' and var found)
            throw Unexpected(found, $"':' after \"{name}\"");

        json.Take(1);
        Value(name, json.SkipSpace());
    }

    private void CheckDocument()
    {
        if (_list.Length == 0)
        {
            throw _plain is not null ? _foreign.Plain(_plain) : new SourceException($"{location}: a JSON object that ends at byte "
                + $"{json.Taken} holds no items; expected items, a list of items, the output of a scan, or BatchWriteItem requests: take "
                + "the file out of the folder, or set 'path' to the files that are meant");
        }

        if (_count > _items)
        {
            throw new SourceException(
                $"{location}: a scan's output holds {_items} items, but its Count says {_count}: it was cut; run the scan again");
        }
    }

    // What a page lacks is in no file, and the items read would pass for the whole table.
    private void RefuseUnfinished()
    {
        if (_unfinished is not null && !isContinued)
        {
            throw new SourceException(
                $"{location}: the scan is not finished: its last page has a {_unfinished}, so there are items that no file holds; run the "
                    + "scan again to its end (without --max-items, --page-size or --no-paginate), or put its next pages into the same "
                    + "folder, numbered as page-1.json, page-2.json");
        }
    }

    private void Value(string name, int c)
    {
        if (name is "LastEvaluatedKey" or "NextToken")
        {
            _unfinished = IsNothing(json.TakeValue()) ? _unfinished : name;
        }
        else if (name == Envelope.Responses && c is '{' or '[')
        {
            throw c == '{' ? _foreign.BatchGet() : _foreign.TransactGet();
        }
        else if (name == Envelope.Unprocessed && c == '{')
        {
            throw _foreign.BatchWritten();
        }
        else if (name == ForeignShape.EventName && c == '{')
        {
            throw _foreign.Events(inList: false);
        }
        else if (c == '[')
        {
            json.Take(1);
            _list = name;
            _openLists.Push(true);
        }
        else if (c == '{' && name == Envelope.Requests)
        {
            json.Take(1);
            _openLists.Push(false);
        }
        else if (name == CountName && c is >= '0' and <= '9')
        {
            _count = Utf8Parser.TryParse(json.TakeValue(), out long count, out _) ? count : null;
        }
        else if (c < 0)
        {
            throw Unexpected(c, $"a value of \"{name}\"");
        }
        else
        {
            _plain ??= c != '{' && !IsOfAnswers(name) ? name : null;
            json.SkipValue();
        }
    }

    // What answers of the service have beside their items.
    private static bool IsOfAnswers(string name) =>
        name is CountName or "ScannedCount" or "ConsumedCapacity" or "ResponseMetadata" or "RequestId";

    private ReadOnlySpan<byte> Element()
    {
        var text = json.TakeValue();
        if (_list is "" or ItemsName)
            return text;

        // A request of BatchWriteItem: what is put is {"Item":{…}} already, as on a line of an export.
        var reader = new Utf8JsonReader(text, Deep);
        try
        {
            reader.Read();
            if (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("PutRequest"u8) && reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return text[start..(int)reader.BytesConsumed];
            }

            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("DeleteRequest"u8))
                return text; // is refused as an item: a delete is no item, and must not be lost in silence
        }
        catch (JsonException)
        {
            return text; // is refused as an item, with the reason
        }

        throw text.IndexOf("\"dynamodb\""u8) >= 0 ? _foreign.Events(inList: true)
            : _plain is not null && _foreign.OfFirst(text, ItemShape.IsBare(text)) is not null ? _foreign.Plain(_plain)
            : new SourceException($"{location}: \"{_list}\" is a list of something else than items; expected \"{ItemsName}\", as of a "
            + "scan, or a table's name with a list of PutRequest, as for BatchWriteItem");
    }

    private static bool IsNothing(ReadOnlySpan<byte> value)
    {
        foreach (var each in value)
        {
            if (each is not ((byte)'{' or (byte)'}' or (byte)'"' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                return value.SequenceEqual("null"u8);
        }

        return true;
    }

    private SourceException Unexpected(int c, string expected) => new(
        $"{location}: found {(c < 0 ? "the end" : $"'{(char)c}'")} at byte {json.Taken + 1}, expected {expected}; "
            + (c < 0 ? "the file was cut off: copy it again" : "this is no DynamoDB JSON"));
}
