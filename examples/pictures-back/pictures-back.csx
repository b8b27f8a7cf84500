// The table of pictures, back into DynamoDB, an item for each row: the way back after a cut-over. Columns are attributes with their types
// already (jsonb is a map or a list), so they are passed through; a null of SQL becomes no attribute, and a name gets its usual form.

Item parseItem(Item row) => row;

DynamoDbItem transform(Item row)
{
    var item = row.ToDynamoDb().Remove("description_i18n").Set("descriptionI18n", row.Map("description_i18n"));
    foreach (var name in (string[])["focalPointX", "focalPointY", "width", "height"])
    {
        if (row.IsNull(name))
            item = item.Remove(name);
    }

    return item;
}
