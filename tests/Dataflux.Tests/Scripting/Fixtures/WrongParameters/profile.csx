record Row(int Id);
record Picture([property: Key] int Id);

Row? parseItem(string item) => null;
bool filter(Row row, int limit) => true;
int groupKey() => 1;
Picture? transform(ProfileContext ctx) => null;
Task<int> upsert(IReadOnlyList<Picture> batch, ISqlTarget target) => target.Upsert(batch);
Task onStart() => Task.CompletedTask;
Task onComplete(ProfileContext ctx, ISqlTarget target) => Task.CompletedTask;
