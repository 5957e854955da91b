#include <fcntl.h>
/* the module answers AT commands */
int modem_open(void) { return open("/dev/ttyUSB2", O_RDWR); }
