using Dataflux.Engine;
using Npgsql;
record Row(int Id);
record Picture([property: Key] int Id);

Row? parseItem(Item item) => null;
Picture? transform(Row row) => null;
Dataflux.Engine.Migration? migration = null;
