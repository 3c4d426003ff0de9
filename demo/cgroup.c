// SPDX-License-Identifier: GPL-2.0
/* A memory cgroup, made for a scenario and removed with it. */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <linux/magic.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "cgroup.h"
#include "file.h"

#define DEFAULT_ROOT "/sys/fs/cgroup"
#define TRY_MS 10
#define TRIES 1000	/* a process that was killed may take its time */

/* Is @word one of those in the line that the file holds? */
static bool lists(const char *root, const char *name, const char *word)
{
	char path[64], line[256], *at = line, *next;

	snprintf(path, sizeof(path), "%s/%s", root, name);
	if (!file_line(path, line, sizeof(line)))
		return false;
	while ((next = strsep(&at, " ")))
		if (!strcmp(next, word))
			return true;
	return false;
}

static bool is_version_2(const char *root)
{
	struct statfs fs;

	return !statfs(root, &fs) && fs.f_type == CGROUP2_SUPER_MAGIC;
}

/* Nobody else sees what is mounted here. */
static bool mount_ours(void)
{
	return !unshare(CLONE_NEWNS) &&
	       !mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
	       !mount("cgroup2", DEFAULT_ROOT, "cgroup2",
		      MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
}

bool cgroup_find(struct cgroup *group)
{
	static const char *const roots[] = {
		DEFAULT_ROOT, DEFAULT_ROOT "/unified"
	};
	size_t i;

	group->root = NULL;
	for (i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (is_version_2(roots[i]))
			group->root = roots[i];
	if (!group->root && mount_ours())
		group->root = DEFAULT_ROOT;
	if (!group->root) {
		warnx("no cgroup v2 here (" DEFAULT_ROOT ": %s); there is one in the guest (make shell)",
		      strerror(errno));
		return false;
	}
	if (lists(group->root, "cgroup.controllers", "memory"))
		return true;
	warnx("cgroup v2 has no memory controller here: it may be with v1, or off in the kernel; there is one in the guest (make shell)");
	return false;
}

static void path_of(const struct cgroup *group, const char *name, char *buf,
		    size_t len)
{
	snprintf(buf, len, "%s/tamdemo-%d%s%s", group->root, group->owner,
		 *name ? "/" : "", name);
}

#define PATH_LEN 128

static bool put(const struct cgroup *group, const char *name, const char *text)
{
	char path[PATH_LEN];

	path_of(group, name, path, sizeof(path));
	return file_put(path, text);
}

static uint64_t get(const struct cgroup *group, const char *name)
{
	char path[PATH_LEN];

	path_of(group, name, path, sizeof(path));
	return file_number(path, UINT64_MAX);
}

/* Read back, not just written: a limit that does not hold would do harm. */
static bool is_limited(const struct cgroup *group)
{
	uint64_t swap = get(group, "memory.swap.max");

	return get(group, "memory.max") == group->limit &&
	       get(group, "memory.oom.group") == 0 &&
	       (swap == 0 || !file_meminfo("SwapTotal"));
}

static bool limit(const struct cgroup *group)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, group->limit);
	put(group, "memory.max", text);
	put(group, "memory.swap.max", "0");
	put(group, "memory.oom.group", "0");
	return is_limited(group);
}

static bool switch_memory(const struct cgroup *group, const char *to)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/cgroup.subtree_control", group->root);
	return file_put(path, to);
}

static bool make(struct cgroup *group)
{
	char path[PATH_LEN];

	path_of(group, "", path, sizeof(path));
	if (mkdir(path, 0755)) {
		warn("cannot make the cgroup %s", path);
		return false;
	}
	if (limit(group))
		return true;
	rmdir(path);
	warnx("cannot limit the memory of %s; it takes memory.max, memory.swap.max and memory.oom.group",
	      path);
	return false;
}

static bool set_up(void *state)
{
	struct cgroup *group = state;

	group->enabled = !lists(group->root, "cgroup.subtree_control",
				"memory");
	if (group->enabled && !switch_memory(group, "+memory")) {
		warn("cannot enable the memory controller in %s", group->root);
		return false;
	}
	if (make(group))
		return true;
	if (group->enabled)
		switch_memory(group, "-memory");
	return false;
}

/* Those in it end with it. */
static bool take_down(const void *state)
{
	const struct cgroup *group = state;
	char path[PATH_LEN];
	int i;

	path_of(group, "", path, sizeof(path));
	for (i = 0; i < TRIES && rmdir(path) && errno == EBUSY; i++) {
		put(group, "cgroup.kill", "1");
		usleep(TRY_MS * 1000);
	}
	if (!access(path, F_OK)) {
		warnx("cannot remove the cgroup; as root: rmdir %s", path);
		return false;
	}
	if (group->enabled)
		switch_memory(group, "-memory");
	return true;
}

const struct borrowed cgroup_borrowed = { set_up, take_down };

/* Is the name of the group the end of this process's? */
static bool is_inside(const struct cgroup *group)
{
	FILE *in = fopen("/proc/self/cgroup", "re");
	char line[256], name[32];
	bool inside = false;
	size_t len;

	if (!in)
		return false;
	len = (size_t)snprintf(name, sizeof(name), "/tamdemo-%d\n",
			       group->owner);
	while (!inside && fgets(line, sizeof(line), in))
		inside = !strncmp(line, "0::", 3) && strlen(line) >= len &&
			 !strcmp(line + strlen(line) - len, name);
	fclose(in);
	return inside;
}

bool cgroup_enter(const struct cgroup *group)
{
	if (!put(group, "cgroup.procs", "0")) {
		warn("cannot enter the cgroup");
		return false;
	}
	if (is_inside(group) && is_limited(group))
		return true;
	warnx("the limit of the cgroup is not in force, so nothing is done");
	return false;
}

uint64_t cgroup_oom_kills(const struct cgroup *group)
{
	char path[PATH_LEN];

	path_of(group, "memory.events", path, sizeof(path));
	return file_field(path, "oom_kill", 0);
}
