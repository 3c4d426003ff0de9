// SPDX-License-Identifier: GPL-2.0
/* The job: what it is, and how it starts. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

#include "../frame.h"
#include "die.h"
#include "job.h"

#define SESSION	"/usr/lib/tam/session"

static const char *const base_env[] = {
	"HOME=/root", "USER=root", "LOGNAME=root", "SHELL=/bin/sh",
	"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
};

#define NR_BASE	ARRAY_SIZE(base_env)

/* Takes the next of the strings between *at and @end; NULL: there is none. */
static char *next_string(char **at, char *end)
{
	char *s = *at;
	char *nul = memchr(s, '\0', end - s);

	if (!nul)
		return NULL;
	*at = nul + 1;
	return s;
}

/* An array of @nr strings, room for @more behind them, and NULL. */
static char **string_array(uint32_t nr, uint32_t more, char **at, char *end)
{
	char **a = calloc((size_t)nr + more + 1, sizeof(*a));
	uint32_t i;

	for (i = 0; a && i < nr; i++) {
		a[i] = next_string(at, end);
		if (a[i])
			continue;
		free(a);
		return NULL;
	}
	return a;
}

bool job_parse(struct job *job, const void *payload, size_t len)
{
	const struct tam_job *wire = payload;
	char *at, *end;

	*job = (struct job) { 0 };
	if (len < sizeof(*wire) || len - sizeof(*wire) !=
	    (uint64_t)wire->text_len + wire->terminfo_len ||
	    wire->argc > TAM_JOB_MAX || wire->envc > TAM_JOB_MAX)
		return false;
	at = malloc(len);
	if (!at)
		return false;
	job->text = at;
	len -= sizeof(*wire);
	memcpy(at, wire + 1, len);
	end = at + wire->text_len;
	job->flags = wire->flags;
	job->rows = wire->rows;
	job->cols = wire->cols;
	job->beat_ms = wire->beat_ms;
	job->hostname = next_string(&at, end);
	job->argv = string_array(wire->argc, 0, &at, end);
	job->env = string_array(wire->envc, NR_BASE, &at, end);
	job->terminfo = end;
	job->terminfo_len = wire->terminfo_len;
	if (!job->hostname || !job->argv || !job->env) {
		job_free(job);
		return false;
	}
	memcpy(job->env + wire->envc, base_env, sizeof(base_env));
	return true;
}

void job_free(struct job *job)
{
	free(job->text);
	free(job->argv);
	free(job->env);
}

/* Undoes for the job what init set up for itself. */
static void child_reset(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	sigset_t none;

	if (fd >= 0 && write(fd, "0", 1) < 0)
		_exit(126);
	setpriority(PRIO_PROCESS, 0, 0);
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void child_exec(const struct job *job)
{
	static char path[] = SESSION;
	char *session[] = { path, NULL };
	char **argv = job->argv[0] ? job->argv : session;
	int err;

	environ = job->env;
	if (chdir("/root"))
		_exit(126);
	execvp(argv[0], argv);
	err = errno;
	fprintf(stderr, "vm/run: cannot run '%s' in the guest: %s\n", argv[0],
		strerror(err));
	_exit(err == ENOENT ? 127 : 126);
}

static pid_t child_start(const struct job *job, int in, int out, int err)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	child_reset();
	setsid();
	if (job->flags & TAM_JOB_TTY)
		ioctl(in, TIOCSCTTY, 0);
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		_exit(126);
	child_exec(job);
	_exit(126);
}

static void pipe_or_die(int fd[2])
{
	if (pipe2(fd, O_CLOEXEC))
		init_die(errno, "cannot make a pipe");
}

static pid_t start_on_pipes(const struct job *job, struct job_fds *fds)
{
	int in[2], out[2], err[2];
	pid_t pid;

	pipe_or_die(in);
	pipe_or_die(out);
	pipe_or_die(err);
	pid = child_start(job, in[0], out[1], err[1]);
	if (pid < 0)
		init_die(errno, "cannot start a process");
	close(in[0]);
	close(out[1]);
	close(err[1]);
	fcntl(in[1], F_SETFL, O_NONBLOCK);
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	fcntl(err[0], F_SETFL, O_NONBLOCK);
	*fds = (struct job_fds) {
		.in = in[1], .out = out[0], .err = err[0], .tty = -1
	};
	return pid;
}

/* Returns the slave side of the terminal @master, or -1. */
static int tty_setup(int master, const struct job *job)
{
	const struct tam_winsize size = { job->rows, job->cols };
	int slave, zero = 0;
	struct termios t;

	if (ioctl(master, TIOCSPTLCK, &zero))
		return -1;
	slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (slave < 0)
		return -1;
	if (!tcgetattr(slave, &t)) {
		t.c_iflag |= IUTF8;
		tcsetattr(slave, TCSANOW, &t);
	}
	tty_resize(master, &size);
	return slave;
}

pid_t job_on_tty(const struct job *job, int *master)
{
	int slave, err;
	pid_t pid;

	*master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (*master < 0)
		return -1;
	slave = tty_setup(*master, job);
	pid = slave < 0 ? -1 : child_start(job, slave, slave, slave);
	err = errno;
	close(slave);
	if (pid < 0)
		close(*master);
	errno = err;
	return pid;
}

static pid_t start_on_tty(const struct job *job, struct job_fds *fds)
{
	int master;
	pid_t pid = job_on_tty(job, &master);

	if (pid < 0)
		init_die(errno, "cannot start the job on a terminal");
	*fds = (struct job_fds) {
		.in = master, .out = master, .err = -1, .tty = master
	};
	return pid;
}

pid_t job_start(const struct job *job, struct job_fds *fds)
{
	if (job->flags & TAM_JOB_TTY)
		return start_on_tty(job, fds);
	return start_on_pipes(job, fds);
}

void tty_resize(int master, const struct tam_winsize *w)
{
	struct winsize ws = { .ws_row = w->rows, .ws_col = w->cols };

	if (master >= 0)
		ioctl(master, TIOCSWINSZ, &ws);
}
