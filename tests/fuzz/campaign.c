// SPDX-License-Identifier: GPL-2.0
/* Fuzz campaign.conf: what libgit2 reads, and what we make of it. */
#include "campaign/campaign.h"
#include "campaign/conf.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/io.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

static char *dir;

static void remove_folder(void)
{
	io_remove(dir);
	free(dir);
}

/* One folder for all inputs; TMPDIR=/dev/shm makes it quick. */
static const char *folder(void)
{
	const char *place = getenv("TMPDIR");

	if (dir)
		return dir;
	dir = xasprintf("%s/treewide-fuzz-XXXXXX", place ? place : "/tmp");
	if (!mkdtemp(dir) || atexit(remove_folder))
		abort();
	return dir;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct campaign campaign CLEANUP(campaign_release) = { 0 };
	char *conf CLEANUP(free_text) = xasprintf("%s/campaign.conf", folder());
	int fd = open(conf, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	git_libgit2_init();
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
	fail_clear();
	if (conf_load(&campaign, dir) < 0) {
		/* a refusal has a reason, and it is the campaign's fault or a file's */
		if (!*fail_text() || fail_exit_code() == FAIL_NO)
			abort();
		return 0;
	}
	if (!campaign.steps.nr || *fail_text())
		abort();
	campaign_covers(&campaign, NULL, "drivers/a.c");
	campaign_prefix(&campaign, "drivers/a.c");
	return 0;
}
