record Row(int Id);
record Picture([property: Key] int Id);

var limits = new Dictionary<string, int>();
    var limit = limits["missing"];

Row? parseItem(Item item) => null;
Picture? transform(Row row) => null;
