// SPDX-License-Identifier: GPL-2.0
/* What init does before there is a job, and for it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include "../frame.h"
#include "die.h"
#include "job.h"
#include "setup.h"

#define PORTS		"/sys/class/virtio-ports"
#define PORT_WAIT_MS	20000
#define ADA		1000		/* the user of etc/passwd */

static const struct {
	const char *type, *dir, *opts;
	unsigned long flags;
	bool optional;
} mounts[] = {
	{ "devtmpfs", "/dev", "mode=755", MS_NOSUID, false },
	{ "proc", "/proc", NULL, MS_NOSUID | MS_NODEV | MS_NOEXEC, false },
	{ "sysfs", "/sys", NULL, MS_NOSUID | MS_NODEV | MS_NOEXEC, false },
	{ "devpts", "/dev/pts", "mode=620,ptmxmode=666", MS_NOSUID, false },
	{ "tmpfs", "/dev/shm", "mode=1777", MS_NOSUID | MS_NODEV, false },
	{ "tmpfs", "/tmp", "mode=1777", MS_NOSUID | MS_NODEV, false },
	{ "tmpfs", "/run", "mode=755", MS_NOSUID | MS_NODEV, false },
	{ "cgroup2", "/sys/fs/cgroup", NULL,
	  MS_NOSUID | MS_NODEV | MS_NOEXEC, true },
	{ "debugfs", "/sys/kernel/debug", NULL,
	  MS_NOSUID | MS_NODEV | MS_NOEXEC, true },
};

/* Writes @text to the file @name, which may be missing in some kernels. */
static void put(const char *name, const char *text)
{
	int fd = open(name, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, text, strlen(text)) < 0)
		errno = 0;	/* no worse than a missing file */
	close(fd);
}

static void mount_all(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(mounts); i++) {
		mkdir(mounts[i].dir, 0755);
		if (mount(mounts[i].type, mounts[i].dir, mounts[i].type,
			  mounts[i].flags, mounts[i].opts) &&
		    !mounts[i].optional)
			init_die(errno, "cannot mount %s", mounts[i].dir);
	}
}

void setup_early(void)
{
	umask(022);
	mount_all();
	if (symlink("/proc/self/fd", "/dev/fd") ||
	    symlink("/proc/self/fd/0", "/dev/stdin") ||
	    symlink("/proc/self/fd/1", "/dev/stdout") ||
	    symlink("/proc/self/fd/2", "/dev/stderr"))
		init_die(errno, "cannot fill /dev");
	if (chown("/home/ada", ADA, ADA))
		init_die(errno, "cannot give ada her home");
	put("/sys/fs/cgroup/cgroup.subtree_control", "+memory +pids");
	/* Heartbeats must come however busy or short of memory the guest is. */
	put("/proc/self/oom_score_adj", "-1000");
	setpriority(PRIO_PROCESS, 0, -20);
}

/* Opens the device of the port in directory @entry if it is called @name. */
static int port_try(const char *entry, const char *name)
{
	char path[300], have[64] = "";
	FILE *f;

	snprintf(path, sizeof(path), PORTS "/%s/name", entry);
	f = fopen(path, "r");
	if (!f)
		return -1;
	if (!fgets(have, sizeof(have), f))
		have[0] = '\0';
	fclose(f);
	have[strcspn(have, "\n")] = '\0';
	if (strcmp(have, name))
		return -1;
	snprintf(path, sizeof(path), "/dev/%s", entry);
	return open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
}

static int port_find(const char *name)
{
	DIR *dir = opendir(PORTS);
	struct dirent *e;
	int fd = -1;

	if (!dir)
		return -1;
	while (fd < 0 && (e = readdir(dir)))
		if (e->d_name[0] != '.')
			fd = port_try(e->d_name, name);
	closedir(dir);
	return fd;
}

int port_open(const char *name)
{
	int ms, fd;

	for (ms = 0; ms < PORT_WAIT_MS; ms++) {
		fd = port_find(name);
		if (fd >= 0)
			return fd;
		usleep(1000);
	}
	init_die(0, "port %s did not appear", name);
}

/* ncurses looks into a folder named after the first character. */
static bool terminfo_put(const struct job *job, const char *term)
{
	char path[300];
	bool ok;
	int fd;

	snprintf(path, sizeof(path), "/etc/terminfo/%c", term[0]);
	mkdir("/etc/terminfo", 0755);
	mkdir(path, 0755);
	snprintf(path, sizeof(path), "/etc/terminfo/%c/%s", term[0], term);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	ok = fd >= 0 && !write_all(fd, job->terminfo, job->terminfo_len);
	close(fd);
	return ok;
}

bool setup_terminfo(const struct job *job)
{
	char **env;

	for (env = job->env; job->terminfo_len && *env; env++)
		if (!strncmp(*env, "TERM=", 5) && !strchr(*env, '/'))
			return terminfo_put(job, *env + 5);
	return true;
}

void setup_job(const struct job *job)
{
	if (sethostname(job->hostname, strlen(job->hostname)))
		init_die(errno, "cannot set the host name");
	if (!setup_terminfo(job))
		init_die(errno, "cannot write the terminfo entry");
	if (!(job->flags & TAM_JOB_SHARE))
		return;
	mkdir("/share", 0755);
	if (mount(TAM_SHARE, "/share", "9p", MS_NOSUID | MS_NODEV,
		  "trans=virtio,version=9p2000.L,msize=262144"))
		init_die(errno, "cannot mount the share");
}
