// The second line is at fault.
int Half(int n) => n / ;
