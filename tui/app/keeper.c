// SPDX-License-Identifier: GPL-2.0
/*
 * The keeper of a launch: a process between tamtop and a command, which ends
 * all that came of the command, whatever way tamtop ends.
 *
 * It is forked from a program with threads, and any of them may have held a
 * lock of the C library at that moment. So in here nothing may take one: no
 * malloc(3), no stdio, only what signal-safety(7) names and mere system calls.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/keeper.h"

enum { FD_TAMTOP = STDERR_FILENO + 1, FD_SIGNALS };
_Static_assert(FD_SIGNALS < KEEPER_NR_FDS, "");

/* How long SIGTERM has to do it, in seconds; and between two SIGKILLs, in ms. */
#define GRACE	1
#define RETRY	1000

struct keeper {
	pid_t command;		/* its process group, too */
	bool reaped;		/* the command: its number may be another's */
	/* by those that the last signal was sent to */
	unsigned int taken, refused;
};

static void set_dispositions_to_default(void)
{
	const struct sigaction by_default = { .sa_handler = SIG_DFL };
	int sig;

	for (sig = 1; sig < NSIG; sig++)
		sigaction(sig, &by_default, NULL);
}

/* All are blocked: what isn't in here does nothing but SIGKILL and SIGSTOP. */
static void heed_signals(void)
{
	sigset_t heeded;
	int fd;

	sigemptyset(&heeded);
	sigaddset(&heeded, SIGCHLD);
	sigaddset(&heeded, SIGTERM);
	sigaddset(&heeded, SIGALRM);
	fd = signalfd(-1, &heeded, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd != FD_SIGNALS)
		_exit(1);
}

/*
 * Keep nothing of tamtop's: no terminal, no descriptor, no handler. And not
 * its name: "pkill -9 tamtop" is no reason to leave the command alone.
 */
static void become_keeper(const struct keeper_task *task)
{
	setsid();
	prctl(PR_SET_NAME, "tam-keeper");
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	set_dispositions_to_default();
	dup2(task->input, STDIN_FILENO);
	dup2(task->output, STDOUT_FILENO);
	dup2(task->output, STDERR_FILENO);
	dup3(task->tamtop, FD_TAMTOP, O_CLOEXEC);
	closefrom(FD_TAMTOP + 1);
	heed_signals();
}

/* Does this error say that the command may be in another directory? */
static bool is_elsewhere(int error)
{
	return error == EACCES || error == ENOENT || error == ENOTDIR ||
	       error == ENAMETOOLONG || error == ESTALE || error == ENODEV ||
	       error == ETIMEDOUT;
}

/* As execvp(3), but that what is no program isn't given to a shell. */
static int run_first(const struct keeper_task *task)
{
	int error = ENOENT;
	size_t i;

	for (i = 0; task->paths[i]; i++) {
		execve(task->paths[i], task->argv, task->environment);
		if (!is_elsewhere(errno))
			return errno;
		if (error != EACCES)
			error = errno;
	}
	return error;
}

/*
 * The session of its own keeps the keeper's end from the command: that would
 * send a SIGHUP to a stopped process in a group of the keeper's session.
 */
static _Noreturn void run(const struct keeper_task *task, int failed)
{
	sigset_t none;
	int error;

	setsid();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	error = run_first(task);
	(void)!write(failed, &error, sizeof(error));
	_exit(127);
}

/* 0 when the command runs, else the errno: exec(2) closes the other end. */
static int hear_failure(pid_t pid, int failed)
{
	int error;

	if (read(failed, &error, sizeof(error)) != sizeof(error))
		return 0;
	waitpid(pid, NULL, 0);
	return error;
}

/* Returns when the command runs, or cannot. */
static struct keeper_report start(const struct keeper_task *task)
{
	struct keeper_report report = { 0 };
	int failed[2];

	if (pipe2(failed, O_CLOEXEC) < 0)
		return (struct keeper_report){ .error = errno };
	report.pid = _Fork();
	if (!report.pid)
		run(task, failed[1]);
	report.error = report.pid < 0 ? errno : 0;
	close(failed[1]);
	if (!report.error)
		report.error = hear_failure(report.pid, failed[0]);
	close(failed[0]);
	return report;
}

static void tell(const void *what, size_t len)
{
	send(FD_TAMTOP, what, len, MSG_NOSIGNAL);
}

/* What the command needed of tamtop, it has by now. */
static void let_go(void)
{
	dup2(STDIN_FILENO, STDOUT_FILENO);
	dup2(STDIN_FILENO, STDERR_FILENO);
	(void)!chdir("/");
}

static void take_end(struct keeper *keeper, pid_t pid, int status)
{
	if (keeper->reaped || pid != keeper->command)
		return;
	keeper->reaped = true;
	tell(&status, sizeof(status));
}

/* Is anything left, once what has ended is reaped? */
static bool reap(struct keeper *keeper)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG | __WALL)) > 0)
		take_end(keeper, pid, status);
	return !pid;
}

/* The pid that is a name in /proc; 0: it is none. */
static pid_t parse_name(const char *name)
{
	pid_t pid = 0;

	for (; *name; name++) {
		if (*name < '0' || *name > '9')
			return 0;
		pid = 10 * pid + *name - '0';
	}
	return pid;
}

static void count_signal(struct keeper *keeper, int result)
{
	if (!result)
		keeper->taken++;
	else if (errno == EPERM)
		keeper->refused++;
}

/*
 * Only a child that wasn't waited for is sent a signal, so that it reaches
 * nobody else by a number used anew.
 */
static void signal_child(struct keeper *keeper, pid_t pid, int sig)
{
	int status;
	pid_t ended = waitpid(pid, &status, WNOHANG | __WALL);

	if (ended > 0)
		take_end(keeper, ended, status);
	else if (!ended && (keeper->reaped || getpgid(pid) != keeper->command))
		count_signal(keeper, kill(pid, sig));
}

/*
 * /proc has the numbers that may be children, waitpid(2) knows which are: no
 * matter if it is another namespace's.
 */
static void signal_children(struct keeper *keeper, int sig)
{
	_Alignas(struct dirent64) char entries[4096];
	int dir = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent64 *entry;
	ssize_t len, at;
	pid_t pid;

	while ((len = getdents64(dir, entries, sizeof(entries))) > 0) {
		for (at = 0; at < len; at += entry->d_reclen) {
			entry = (const struct dirent64 *)(entries + at);
			pid = parse_name(entry->d_name);
			if (pid)
				signal_child(keeper, pid, sig);
		}
	}
	close(dir);
}

/*
 * Send @sig to the command's group, and to what else is a child: orphans are,
 * in whatever session or group. The rest is when its parents have ended.
 */
static void signal_all(struct keeper *keeper, int sig)
{
	keeper->taken = 0;
	keeper->refused = 0;
	if (!keeper->reaped)
		count_signal(keeper, kill(-keeper->command, sig));
	signal_children(keeper, sig);
}

/* The next signal that is heeded; 0: none for @timeout ms. */
static int next_signal(int timeout)
{
	struct pollfd pfd = { .fd = FD_SIGNALS, .events = POLLIN };
	struct signalfd_siginfo info;

	if (poll(&pfd, 1, timeout) == 1 &&
	    read(FD_SIGNALS, &info, sizeof(info)) == sizeof(info))
		return (int)info.ssi_signo;
	return 0;
}

/* SIGCONT: one that is stopped can't heed a SIGTERM. */
static bool end_kindly(struct keeper *keeper)
{
	signal_all(keeper, SIGTERM);
	signal_all(keeper, SIGCONT);
	alarm(GRACE);
	while (reap(keeper))
		if (next_signal(-1) == SIGALRM)
			return false;
	return true;
}

/*
 * Each round has one more generation of orphans. It ends with the last child,
 * or where all that are left belong to others, as after sudo(8).
 */
static void end_all(struct keeper *keeper)
{
	if (end_kindly(keeper))
		return;
	while (reap(keeper)) {
		signal_all(keeper, SIGKILL);
		if (keeper->refused && !keeper->taken)
			return;
		next_signal(RETRY);
	}
}

/* What tamtop says, 0 for nothing yet. */
static char heard(void)
{
	ssize_t len;
	char word;

	len = recv(FD_TAMTOP, &word, sizeof(word), MSG_DONTWAIT);
	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return len == sizeof(word) ? word : KEEPER_KILL;
}

/* Returns when it is time to end, with what is to come of those left. */
static char watch(struct keeper *keeper)
{
	struct pollfd fds[] = {
		{ .fd = FD_TAMTOP, .events = POLLIN },
		{ .fd = FD_SIGNALS, .events = POLLIN },
	};
	char word = 0;

	while (!word && reap(keeper)) {
		poll(fds, 2, -1);
		word = heard();
		if (!word && next_signal(0) == SIGTERM)
			word = KEEPER_KILL;
	}
	return word;
}

void keeper_main(const struct keeper_task *task)
{
	struct keeper keeper = { 0 };
	struct keeper_report report;

	become_keeper(task);
	report = start(task);
	tell(&report, sizeof(report));
	if (report.error)
		_exit(0);
	let_go();
	keeper.command = report.pid;
	if (watch(&keeper) == KEEPER_KILL)
		end_all(&keeper);
	_exit(0);
}
