/* The kit of another kernel. */
#include <sys/param.h>

int kit_old(void);
int
kit_old(void)
{
	return (1);
}
