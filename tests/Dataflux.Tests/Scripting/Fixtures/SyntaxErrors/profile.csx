#load "shared/broken.csx"
record Row(int Id);

Row? parseItem(Item item) => null
bool Filter(Row row) => true;
