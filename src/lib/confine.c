// SPDX-License-Identifier: GPL-2.0
/* Runs jobs in bubblewrap, and watches what they take. */
#include "lib/confine.h"

#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/word.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>

#define MOST_PROCESSES 4096	/* and threads, in one sandbox */
#define RESERVE 2048		/* MiB that stay free */
#define LEAST_INODES 10000
#define LARGEST_FILE ((rlim_t)8 << 30)
#define LONGEST_LOG ((off_t)256 << 20)
#define DEEPEST 100		/* folders in folders */
#define SCRATCH "536870912"	/* bytes of /tmp, which is memory */
#define TIMEOUT 60		/* seconds, to find out whether it can be had */

/* The one of this process; treewide has no other sandbox. */
static struct confinement {
	struct strlist view;		/* words for bwrap: what every job sees */
	struct strlist late;		/* and what stands behind the folders of the job */
	struct strlist repository;
	struct strlist hidden;
	char *root, *cache;
	const char *env[8];
	unsigned long processes;
	uintmax_t reserve;		/* bytes */
	rlim_t user_processes;		/* RLIMIT_NPROC */
	bool on;
} confinement;

bool confine_is_on(void)
{
	return confinement.on;
}

/* Words. */

/* Is the path the folder, or below it? */
static bool is_within(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	return !strncmp(path, folder, len) && (!path[len] || path[len] == '/' || len == 1);
}

static bool is_hidden(const char *path)
{
	FOR_EACH(folder, &confinement.hidden)
		if (is_within(path, *folder))
			return true;
	return false;
}

static void bind(struct strlist *words, const char *how, const char *path)
{
	STRLIST_ADD(words, how, path, path);
}

static void wrap(const struct job *job, struct strlist *argv)
{
	strlist_add_all(argv, &confinement.view);
	if (job->repository)
		FOR_EACH(folder, &confinement.repository)
			bind(argv, "--ro-bind", *folder);
	for (const char *const *folder = job->writes; folder && *folder; folder++)
		bind(argv, "--bind", *folder);
	strlist_add_all(argv, &confinement.late);
	STRLIST_ADD(argv, "--chdir", job->dir ? job->dir : "/", "--");
}

static bool passes(const char *entry)
{
	return !strncmp(entry, "PATH=", 5) || !strncmp(entry, "LANG=", 5) ||
	       !strncmp(entry, "LC_", 3);
}

/* In the child of vfork(). */
static int limit(void)
{
	const struct rlimit none = { 0, 0 };
	const struct rlimit file = { LARGEST_FILE, LARGEST_FILE };
	struct rlimit processes;

	if (getrlimit(RLIMIT_NPROC, &processes) < 0)
		return -1;
	if (processes.rlim_max > confinement.user_processes)
		processes.rlim_cur = processes.rlim_max = confinement.user_processes;
	return setrlimit(RLIMIT_CORE, &none) < 0 || setrlimit(RLIMIT_FSIZE, &file) < 0 ||
	       setrlimit(RLIMIT_NPROC, &processes) < 0 ? -1 : 0;
}

/* Processes. */

struct process {
	pid_t pid, parent;
	unsigned long threads;
	enum { UNKNOWN, INSIDE, OUTSIDE } place;
};

struct processes {
	struct process *v;
	size_t nr, alloc;
};

static void processes_release(struct processes *list)
{
	free(list->v);
}

static bool read_process(struct process *process, const char *name)
{
	char path[64], text[1024];
	ssize_t len;
	int fd CLEANUP(close_fd) = -1;
	const char *behind;

	snprintf(path, sizeof(path), "/proc/%.20s/stat", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (len <= 0)
		return false;
	text[len] = '\0';
	/* the name of the program may hold anything */
	behind = strrchr(text, ')');
	process->pid = (pid_t)atoi(name);
	return behind && sscanf(behind, ") %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u "
				"%*d %*d %*d %*d %lu", &process->parent, &process->threads) == 2;
}

static int by_pid(const void *a, const void *b)
{
	const struct process *x = a, *y = b;

	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

static void list_processes(struct processes *list)
{
	DIR *folder = opendir("/proc");

	for (const struct dirent *entry; folder && (entry = readdir(folder));) {
		struct process process = { 0 };

		if (isdigit((unsigned char)*entry->d_name) && read_process(&process, entry->d_name))
			*LIST_ADD(list) = process;
	}
	if (folder)
		closedir(folder);
	LIST_SORT(list, by_pid);
}

static struct process *find_process(const struct processes *list, pid_t pid)
{
	struct process wanted = { .pid = pid };

	return list->nr ? bsearch(&wanted, list->v, list->nr, sizeof(wanted), by_pid) : NULL;
}

/* Is the process a descendant of @top? Whose parent has ended belongs to the first process of
 * the sandbox. Each chain is walked once. */
static bool is_inside(const struct processes *list, struct process *process, pid_t top)
{
	struct process *at = process;
	size_t steps = 0;

	while (at && at->place == UNKNOWN && at->parent != top && steps++ < list->nr)
		at = find_process(list, at->parent);
	process->place = at && (at->place == INSIDE || at->parent == top) ? INSIDE : OUTSIDE;
	for (struct process *on = find_process(list, process->parent);
	     on && on != at && on->place == UNKNOWN; on = find_process(list, on->parent))
		on->place = process->place;
	return process->place == INSIDE;
}

static unsigned long count_inside(pid_t top)
{
	struct processes list CLEANUP(processes_release) = { 0 };
	unsigned long count = 0;

	list_processes(&list);
	FOR_EACH(process, &list)
		count += is_inside(&list, process, top) ? process->threads : 0;
	return count;
}

/* All threads of the machine; 0: not known. */
static unsigned long count_all(void)
{
	unsigned long count = 0;
	FILE *file CLEANUP(close_file) = fopen("/proc/loadavg", "re");

	return file && fscanf(file, "%*f %*f %*f %*u/%lu", &count) == 1 ? count : 0;
}

/* Its first process takes all others along, and bubblewrap ends when they are gone. */
static bool end(pid_t pid)
{
	struct processes list CLEANUP(processes_release) = { 0 };
	bool any = false;

	list_processes(&list);
	FOR_EACH(process, &list)
		if (process->parent == pid)
			any = kill(process->pid, SIGKILL) == 0 || any;
	return any;
}

/* What a job takes. */

static bool is_long(const char *path)
{
	struct stat st;

	return path && stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > LONGEST_LOG;
}

static bool is_full(void)
{
	struct statvfs disk;

	return statvfs(confinement.root, &disk) == 0 &&
	       ((uintmax_t)disk.f_bavail * disk.f_frsize < confinement.reserve ||
		(disk.f_files && disk.f_favail < LEAST_INODES));
}

static int fail_full(void)
{
	return fail_system("less than %ju MiB are free in %s for what runs in the sandbox: make "
			   "room, or lower TREEWIDE_SANDBOX_RESERVE", confinement.reserve >> 20,
			   confinement.root);
}

/* ext4 gives blocks back when its journal is written, every 5 seconds. */
int confine_recover(void)
{
	const struct timespec tenth = { .tv_nsec = 100000000 };

	for (int i = 0; i < 150 && is_full(); i++) {
		if (job_interrupted() < 0)
			return -1;
		nanosleep(&tenth, NULL);
	}
	return is_full() ? fail_full() : 0;
}

static const char *watch(const struct job *job, pid_t pid)
{
	unsigned long all = count_all();

	if (is_full())
		return "little space is left where it writes (TREEWIDE_SANDBOX_RESERVE)";
	if (is_long(job->log) || is_long(job->out))
		return "it prints without end";
	if ((!all || all > confinement.processes) && count_inside(pid) > confinement.processes)
		return "it runs more processes than it may (TREEWIDE_SANDBOX_PROCESSES)";
	return NULL;
}

/* What a job leaves. */

/* A link inside of the run's own folder leads nowhere else. */
static bool leads_out(int folder, const char *name)
{
	char *link CLEANUP(free_text) = xasprintf("/proc/self/fd/%d/%s", folder, name);
	char *real CLEANUP(free_text) = realpath(link, NULL);

	return !real || !is_within(real, confinement.root);
}

static int clean_folder(int folder, int depth);

static int clean_below(int folder, const char *name, int depth)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int below = openat(folder, name, flags);

	/* who is not root needs a permission that its make has taken away */
	if (below < 0 && errno == EACCES && fchmodat(folder, name, 0755, 0) == 0)
		below = openat(folder, name, flags);
	return below < 0 ? fail_errno("cannot look into %s", name) :
			   clean_folder(below, depth + 1);
}

static int clean_entry(int folder, const char *name, int depth)
{
	struct stat st;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return fail_errno("cannot look at %s", name);
	if (S_ISDIR(st.st_mode))
		return clean_below(folder, name, depth);
	if (S_ISREG(st.st_mode) && !(st.st_mode & (S_ISUID | S_ISGID)))
		return 0;
	if (S_ISREG(st.st_mode))
		return fchmodat(folder, name, st.st_mode & 0777, 0) < 0 ?
			fail_errno("cannot change %s", name) : 0;
	if (S_ISLNK(st.st_mode) && !leads_out(folder, name))
		return 0;
	return unlinkat(folder, name, 0) < 0 ? fail_errno("cannot remove %s", name) : 0;
}

/* 0; 1: it is too deep; or -1. Takes the descriptor. */
static int clean_folder(int folder, int depth)
{
	DIR *stream = depth > DEEPEST ? NULL : fdopendir(folder);
	int result = depth > DEEPEST ? 1 : 0;

	if (!stream) {
		close(folder);
		return result ? result : fail_errno("cannot look through a folder");
	}
	for (const struct dirent *entry; result == 0 && (entry = readdir(stream));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			result = clean_entry(dirfd(stream), entry->d_name, depth);
	closedir(stream);
	return result;
}

static int clean_path(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int result = fd < 0 ? 0 : clean_folder(fd, 0);

	return result < 0 ? fail_context("in %s", folder) : result;
}

int confine_tidy(const char *folder)
{
	int result = clean_path(folder);

	return result > 0 ? fail_system("%s holds folders that are nested without end", folder) :
			    result;
}

static int finish(struct job *job)
{
	for (const char *const *folder = job->writes; !job->untidied && folder && *folder;
	     folder++) {
		int result = clean_path(*folder);

		if (result < 0)
			return -1;
		if (result && !job->stopped)
			job->stopped = "it made folders that are nested without end";
	}
	return 0;
}

/* Beginning. */

/* A number of the environment; -1 with a reason. */
static long read_limit(const char *name, long usual)
{
	const char *text = getenv(name);
	unsigned long value = (unsigned long)usual;

	if (text && !whole_number(text, 0, 100000000, &value))
		return fail_usage("%s=%s: not a number from 0 to 100000000", name, text);
	return (long)value;
}

static int read_limits(void)
{
	long processes = read_limit("TREEWIDE_SANDBOX_PROCESSES", MOST_PROCESSES);
	long reserve = processes < 0 ? -1 : read_limit("TREEWIDE_SANDBOX_RESERVE", RESERVE);

	if (reserve < 0)
		return -1;
	confinement.processes = (unsigned long)processes;
	confinement.reserve = (uintmax_t)reserve << 20;
	/* the kernel counts all that the user runs; for root it does not count */
	confinement.user_processes = count_all() + 2 * MOST_PROCESSES;
	return is_full() ? fail_full() : 0;
}

static void hide(const char *path)
{
	char *real CLEANUP(free_text) = path && *path == '/' ? realpath(path, NULL) : NULL;
	struct stat st;

	if (real && strcmp(real, "/") != 0 && stat(real, &st) == 0 && S_ISDIR(st.st_mode))
		strlist_add_once(&confinement.hidden, real);
}

/* The folders above come before those below. */
static void hide_all(const struct confine_scope *scope)
{
	static const char *const usual[] = { "/home", "/root", "/run", "/tmp", "/var" };

	hide(getenv("HOME"));
	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		hide(usual[i]);
	FOR_EACH(folder, scope->hidden)
		hide(*folder);
	FOR_EACH(folder, scope->repository) {
		hide(*folder);
		strlist_add_once(&confinement.repository, *folder);
	}
	strlist_sort(&confinement.hidden);
}

/* Root may read what is root's in the sandbox as well: keys, passwords. */
static void hide_secrets(struct strlist *words)
{
	char etc[] = "/etc";
	char *const roots[] = { etc, NULL };
	FTS *walk = geteuid() == 0 ? fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL) : NULL;

	for (FTSENT *entry; walk && (entry = fts_read(walk));) {
		if (entry->fts_info == FTS_F && !(entry->fts_statp->st_mode & S_IROTH))
			STRLIST_ADD(words, "--ro-bind", "/dev/null",
				    entry->fts_path);
		if (entry->fts_info != FTS_D || (entry->fts_statp->st_mode & S_IROTH))
			continue;
		STRLIST_ADD(words, "--tmpfs", entry->fts_path, "--remount-ro",
			    entry->fts_path);
		fts_set(walk, entry, FTS_SKIP);
	}
	if (walk)
		fts_close(walk);
}

static void show(struct strlist *words, const char *path)
{
	if (path && *path == '/' && is_hidden(path) && access(path, F_OK) == 0)
		bind(words, "--ro-bind", path);
}

/* Programs that are found by PATH, and the one file of ours that a job reads. */
static void show_programs(struct strlist *words)
{
	const char *path = getenv("PATH");
	char *query CLEANUP(free_text) = io_find_data("src/query.mk");
	struct strlist folders CLEANUP(strlist_release) = { 0 };

	strlist_split(&folders, path ? path : "", ":");
	FOR_EACH(folder, &folders) {
		bool above = false;

		FOR_EACH(hidden, &confinement.hidden)
			above = above || is_within(*hidden, *folder);
		if (!above)
			show(words, *folder);
	}
	show(words, query);
}

static void make_view(const char *const *proc)
{
	static const char *const first[] = {
		"bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop",
		"ALL", "--hostname", "treewide", "--ro-bind", "/", "/", "--dev", "/dev", "--size",
		SCRATCH, "--tmpfs", "/dev/shm", "--remount-ro", "/dev", NULL
	};
	struct strlist *view = &confinement.view;

	strlist_add_array(view, first);
	strlist_add_array(view, proc);
	FOR_EACH(folder, &confinement.hidden)
		STRLIST_ADD(view, "--size", SCRATCH, "--tmpfs", *folder);
	hide_secrets(view);
	STRLIST_ADD(view, "--dir", "/tmp/home");
	show_programs(view);
	bind(view, "--ro-bind", confinement.root);
	FOR_EACH(folder, &confinement.hidden)
		if (strcmp(*folder, "/tmp") != 0)
			STRLIST_ADD(&confinement.late, "--remount-ro", *folder);
}

static void make_environment(void)
{
	size_t nr = 0;

	confinement.env[nr++] = "HOME=/tmp/home";
	confinement.env[nr++] = "TMPDIR=/tmp";
	confinement.env[nr++] = confinement.cache;
	confinement.env[nr++] = "CCACHE_MAXSIZE=2G";
}

static const struct job_guard the_guard = {
	.wrap = wrap, .passes = passes, .env = confinement.env, .limit = limit, .watch = watch,
	.end = end, .finish = finish,
};

/* Can the program run there, and can it not write where it may not? */
static int try_view(const char *tmp, char **why)
{
	char *mark CLEANUP(free_text) = xasprintf("%s/outside", confinement.root);
	char *log CLEANUP(free_text) = xasprintf("%s/bwrap.log", tmp);
	const char *argv[] = { "sh", "-c", "if (: >\"$0\") 2>/dev/null; then exit 9; fi; exit 0",
			       mark, NULL };
	struct job job = { .argv = argv, .log = log, .timeout = TIMEOUT };

	free(TAKE(*why));
	if (job_run(&job) < 0)
		return -1;
	if (access(mark, F_OK) == 0) {
		*why = xstrdup("what it runs can write where it may not");
		return io_remove(mark);
	}
	if (job.exit || job.timed_out) {
		*why = io_read(log, NULL);
		if (!*why)
			return -1;
		(*why)[strcspn(*why, "\n")] = '\0';
	}
	return job.exit || job.timed_out ? 0 : 1;
}

static int fail_sandbox(const char *why)
{
	return fail_system("commits of strangers are run in bubblewrap only, which does not work "
			   "here: %s; --trust takes the risk and runs them without",
			   why);
}

int confine_begin(const struct confine_scope *scope, const char *tmp)
{
	/* a container that hides parts of /proc allows no new one */
	static const char *const ways[][4] = { { "--proc", "/proc" },
					       { "--ro-bind", "/proc", "/proc" } };
	char *why CLEANUP(free_text) = NULL;
	int able = 0;

	confinement.root = xstrdup(scope->root);
	confinement.cache = xasprintf("CCACHE_DIR=%s/ccache", scope->root);
	if (read_limits() < 0)
		return -1;
	hide_all(scope);
	make_environment();
	job_set_guard(&the_guard);
	for (size_t i = 0; able == 0 && i < sizeof(ways) / sizeof(*ways); i++) {
		strlist_release(&confinement.view);
		strlist_release(&confinement.late);
		make_view(ways[i]);
		able = try_view(tmp, &why);
	}
	if (able <= 0)
		job_set_guard(NULL);
	confinement.on = able > 0;
	if (able < 0 && fail_exit_code() == FAIL_SYSTEM) {
		char *text CLEANUP(free_text) = xstrdup(fail_text());

		fail_clear();
		return fail_sandbox(text);
	}
	return able > 0 ? 0 : able < 0 ? -1 : fail_sandbox(why && *why ? why : "it says nothing");
}

void confine_end(void)
{
	job_set_guard(NULL);
	STRLIST_RELEASE_ALL(&confinement.view, &confinement.late, &confinement.repository,
			    &confinement.hidden);
	free(confinement.root);
	free(confinement.cache);
	confinement = (struct confinement){ 0 };
}
