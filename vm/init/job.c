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

#include "init.h"

#define SESSION	"/usr/lib/tam/session"

static const char *const base_env[] = {
	"HOME=/root", "USER=root", "LOGNAME=root", "SHELL=/bin/sh",
	"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
};

#define NR_BASE	ARRAY_SIZE(base_env)

/* Takes the next of the strings between *at and @end. */
static char *next_string(char **at, char *end)
{
	char *s = *at;
	char *nul = memchr(s, '\0', end - s);

	if (!nul)
		init_die(0, "the job's strings end too early");
	*at = nul + 1;
	return s;
}

/* An array of @nr strings, room for @more behind them, and NULL. */
static char **string_array(uint32_t nr, uint32_t more, char **at, char *end)
{
	char **a = calloc((size_t)nr + more + 1, sizeof(*a));
	uint32_t i;

	if (!a)
		init_die(errno, "no memory for the job");
	for (i = 0; i < nr; i++)
		a[i] = next_string(at, end);
	return a;
}

void job_parse(struct job *job, const void *payload, size_t len)
{
	const struct tam_job *wire = payload;
	char *at, *end;

	if (len < sizeof(*wire) || len - sizeof(*wire) !=
	    (uint64_t)wire->text_len + wire->terminfo_len ||
	    wire->argc > TAM_JOB_MAX || wire->envc > TAM_JOB_MAX)
		init_die(0, "the job is not as long as it says");
	at = malloc(len);
	if (!at)
		init_die(errno, "no memory for the job");
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
	memcpy(job->env + wire->envc, base_env, sizeof(base_env));
	job->terminfo = end;
	job->terminfo_len = wire->terminfo_len;
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

	if (pid < 0)
		init_die(errno, "cannot start a process");
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

static void start_on_pipes(struct session *s, const struct job *job)
{
	int in[2], out[2], err[2];

	pipe_or_die(in);
	pipe_or_die(out);
	pipe_or_die(err);
	s->pid = child_start(job, in[0], out[1], err[1]);
	close(in[0]);
	close(out[1]);
	close(err[1]);
	fcntl(in[1], F_SETFL, O_NONBLOCK);
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	fcntl(err[0], F_SETFL, O_NONBLOCK);
	s->tty = -1;
	pump_start(&s->in, s->io, in[1]);
	pump_start(&s->out, out[0], s->io);
	pump_start(&s->errs, err[0], s->err);
}

static int tty_open(struct session *s, const struct job *job)
{
	int slave, zero = 0;
	struct termios t;

	s->tty = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (s->tty < 0 || ioctl(s->tty, TIOCSPTLCK, &zero))
		init_die(errno, "cannot make a terminal");
	slave = ioctl(s->tty, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (slave < 0 || tcgetattr(slave, &t))
		init_die(errno, "cannot open the terminal");
	t.c_iflag |= IUTF8;
	tcsetattr(slave, TCSANOW, &t);
	job_winsize(s, job->rows, job->cols);
	return slave;
}

static void start_on_tty(struct session *s, const struct job *job)
{
	int slave = tty_open(s, job);

	s->pid = child_start(job, slave, slave, slave);
	close(slave);
	pump_start(&s->in, s->io, s->tty);
	pump_start(&s->out, s->tty, s->io);
	pump_start(&s->errs, -1, s->err);
}

void job_start(struct session *s, const struct job *job)
{
	if (job->flags & TAM_JOB_TTY)
		start_on_tty(s, job);
	else
		start_on_pipes(s, job);
}

void job_winsize(const struct session *s, uint32_t rows, uint32_t cols)
{
	struct winsize ws = { .ws_row = rows, .ws_col = cols };

	if (s->tty >= 0)
		ioctl(s->tty, TIOCSWINSZ, &ws);
}
