int modem_open(void);
int main(void) { return modem_open(); }
