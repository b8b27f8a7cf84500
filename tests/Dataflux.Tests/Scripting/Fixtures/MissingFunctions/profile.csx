record Row(int Id);
