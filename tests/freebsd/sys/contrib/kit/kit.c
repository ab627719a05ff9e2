/* A kit of somebody else. */
#include <sys/param.h>
void taskqgroup_attach(struct taskqgroup *, struct task *, void *, int, const char *);
