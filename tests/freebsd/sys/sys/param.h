/* What the kernel of the tests has, all in one. */
#ifndef _SYS_PARAM_H_
#define _SYS_PARAM_H_

#define ENODEV 19
#define NULL ((void *)0)
#define KOBJ_FIELDS int kobj_fields
#define SLIST_HEAD(name, type) struct name { struct type *slh_first; }
#define SLIST_HEAD_INITIALIZER(head) { NULL }
#define SLIST_ENTRY(type) struct { struct type *sle_next; }

typedef struct device *device_t;
struct task { int pending; };
struct taskqgroup;
extern struct taskqgroup *mini_group;

void device_printf(device_t dev, const char *format, ...);
void taskqgroup_attach(struct taskqgroup *group, struct task *task, void *arg,
    int cpu, const char *name);
void taskqgroup_detach(struct taskqgroup *group, struct task *task);

#endif
