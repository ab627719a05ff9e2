/* A driver. */
#include <sys/param.h>

int ixl_old(void);
int
ixl_old(void)
{
	return (1);
}
