// SPDX-License-Identifier: GPL-2.0
/* Fuzz campaign.conf: what libgit2 reads, and what we make of it. */
#include "campaign.h"
#include "cleanup.h"
#include "conf.h"
#include "fail.h"
#include "io.h"
#include "scope.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

/* One folder for all inputs, on a file system without a disk where there is one. */
static const char *folder(void)
{
	static char dir[] = "/dev/shm/treewide-fuzz";
	static char path[] = "/tmp/treewide-fuzz";

	return mkdir(dir, 0777) == 0 || access(dir, W_OK) == 0 ? dir :
	       mkdir(path, 0777) == 0 || access(path, W_OK) == 0 ? path : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct campaign campaign CLEANUP(free_campaign) = { 0 };
	const char *dir = folder();
	char *conf CLEANUP(free_text) = xasprintf("%s/campaign.conf", dir ? dir : "");
	int fd = open(conf, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	git_libgit2_init();
	if (!dir || fd < 0 || write(fd, data, size) != (ssize_t)size)
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
