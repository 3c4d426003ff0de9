// SPDX-License-Identifier: GPL-2.0
/* Starts a command, and knows when it has ended: tamtop's end of a launch. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/keeper.h"
#include "app/launch.h"
#include "base/alloc.h"
#include "base/base.h"

/* How long a keeper is waited for, in ms; it gives a SIGTERM one second. */
#define PATIENCE 3000

/* Of the command's name, in that of the file with its output */
#define NAME_BYTES 32

struct launch {
	pid_t keeper;
	int fd;			/* to the keeper */
	pid_t pid;
	char *output;
	bool ended;
	int status;		/* once ended */
	bool over;		/* the keeper is gone, and waited for */
	bool left;		/* on purpose: it runs on */
	int command;		/* pidfd_open(2); -1 where there is none */
};

/* The keeper puts others in the places of the low ones. */
static int move_up(int fd)
{
	int up = -1;

	if (fd >= 0) {
		up = fcntl(fd, F_DUPFD_CLOEXEC, KEEPER_NR_FDS);
		close(fd);
	}
	return up;
}

static void close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* A new file in @dir, which only its owner can read. */
static int open_output_in(struct launch *launch, const char *dir,
			  const char *command)
{
	const char *slash = strrchr(command, '/');
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s/tamtop-%.*s-XXXXXX", dir, NAME_BYTES,
		 slash ? slash + 1 : command);
	fd = mkostemp(path, O_APPEND | O_CLOEXEC);
	if (fd >= 0)
		launch->output = xstrdup(path);
	return fd;
}

/* Where an environment is another user's, as after su(1), the next will do. */
static int open_output(struct launch *launch, const char *command)
{
	const char *dirs[] = { getenv("XDG_RUNTIME_DIR"), getenv("TMPDIR"),
			       "/tmp" };
	int fd = -1;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(dirs) && fd < 0; i++)
		if (dirs[i] && *dirs[i] == '/')
			fd = open_output_in(launch, dirs[i], command);
	return fd;
}

/* One place for @name: in the first directory of @path, to before a ':'. */
static char *first_place(const char *path, const char *name)
{
	size_t dir_len = strcspn(path, ":");
	size_t size = dir_len + strlen(name) + 2;
	char *place;

	if (!dir_len)
		return xstrdup(name);
	place = xcalloc(1, size);
	snprintf(place, size, "%.*s/%s", (int)dir_len, path, name);
	return place;
}

/* Everywhere that @name is to be looked for, as execvp(3) does; NULL ends. */
static char **find_places(const char *name)
{
	const char *path = getenv("PATH");
	unsigned long max = 0;
	char **places = NULL;
	size_t nr = 0;

	if (!path)
		path = "/bin:/usr/bin";
	if (!*name || strchr(name, '/'))
		path = "";
	do {
		places = xgrow(places, nr + 2, &max, sizeof(*places));
		places[nr++] = first_place(path, name);
		places[nr] = NULL;
		path += strcspn(path, ":");
	} while (*path++);
	return places;
}

static void free_places(char **places)
{
	size_t i;

	for (i = 0; places[i]; i++)
		free(places[i]);
	free(places);
}

static int open_task(struct keeper_task *task, struct launch *launch)
{
	int ends[2];

	task->output = move_up(open_output(launch, task->argv[0]));
	if (task->output < 0)
		return errno;
	task->input = move_up(open("/dev/null", O_RDONLY | O_CLOEXEC));
	if (task->input < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return errno;
	launch->fd = ends[0];
	task->tamtop = move_up(ends[1]);
	return task->tamtop < 0 ? errno : 0;
}

/* No handler of ours may run in the keeper: one gives the terminal back. */
static int fork_keeper(const struct keeper_task *task, struct launch *launch)
{
	sigset_t all, before;
	int error;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	launch->keeper = fork();
	if (!launch->keeper)
		keeper_main(task);
	error = launch->keeper < 0 ? errno : 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
	return error;
}

/* One that was killed before it could say anything leaves it as it is. */
static int hear_report(struct launch *launch)
{
	struct keeper_report report = { .error = ESRCH };

	TEMP_FAILURE_RETRY(recv(launch->fd, &report, sizeof(report),
				MSG_WAITALL));
	launch->pid = report.pid;
	return report.error;
}

/* Returns the errno of what failed. */
static int start_keeper(struct keeper_task *task, struct launch *launch)
{
	int error = open_task(task, launch);

	if (!error)
		error = fork_keeper(task, launch);
	/* so that the keeper's end is the end of the connection */
	close_if_open(task->tamtop);
	close_if_open(task->input);
	close_if_open(task->output);
	if (!error)
		error = hear_report(launch);
	return error;
}

static void launch_free(struct launch *launch)
{
	close_if_open(launch->fd);
	close_if_open(launch->command);
	free(launch->output);
	free(launch);
}

/* What didn't start leaves nothing; its keeper ends at the latest by close(). */
static void discard(struct launch *launch)
{
	pid_t keeper = launch->keeper;

	if (launch->output)
		unlink(launch->output);
	launch_free(launch);
	if (keeper > 0)
		waitpid(keeper, NULL, 0);
}

static int start_command(struct launch *launch, char *const argv[])
{
	char **places = find_places(argv[0]);
	struct keeper_task task = {
		.argv = argv,
		.environment = environ,
		.paths = places,
		.input = -1,
		.output = -1,
		.tamtop = -1,
	};
	int error = start_keeper(&task, launch);

	free_places(places);
	return error;
}

struct launch *launch_start(char *const argv[], char *why, size_t len)
{
	struct launch *launch = xcalloc(1, sizeof(*launch));
	int error;

	launch->fd = -1;
	launch->command = -1;
	error = start_command(launch, argv);
	if (!error) {
		launch->command = (int)syscall(SYS_pidfd_open, launch->pid, 0);
		return launch;
	}
	if (launch->output)
		snprintf(why, len, "'%s': %s", argv[0], strerror(error));
	else
		snprintf(why, len, "no file for its output: %s",
			 strerror(error));
	discard(launch);
	return NULL;
}

pid_t launch_pid(const struct launch *launch)
{
	return launch->pid;
}

const char *launch_output(const struct launch *launch)
{
	return launch->output;
}

int launch_fd(const struct launch *launch)
{
	return launch->fd;
}

/*
 * SIGKILL has ended the keeper before the command. While that is there, its
 * number is the one of its group and of nobody else. What is in other groups is
 * init's child by now, and can't be told from others.
 */
static void end_without_keeper(const struct launch *launch)
{
	if (launch->command >= 0 &&
	    !syscall(SYS_pidfd_send_signal, launch->command, 0, NULL, 0))
		kill(-launch->pid, SIGKILL);
}

static void end_with_keeper(struct launch *launch)
{
	waitpid(launch->keeper, NULL, 0);
	if (!launch->ended && !launch->left)
		end_without_keeper(launch);
	launch->over = true;
	if (!launch->ended)
		launch->status = -1;
	launch->ended = true;
}

/* Returns whether there may be more. */
static bool take_news(struct launch *launch)
{
	ssize_t len;
	int status;

	len = recv(launch->fd, &status, sizeof(status), MSG_DONTWAIT);
	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return errno == EINTR;
	if (len == sizeof(status)) {
		launch->ended = true;
		launch->status = status;
		return true;
	}
	end_with_keeper(launch);
	return false;
}

static void take_all_news(struct launch *launch)
{
	while (!launch->over && take_news(launch))
		;
}

bool launch_ended(struct launch *launch, int *status)
{
	take_all_news(launch);
	*status = launch->status;
	return launch->ended;
}

bool launch_over(struct launch *launch)
{
	take_all_news(launch);
	return launch->over;
}

/* A keeper that has ended doesn't hear it, and needn't. */
static void tell_keeper(struct launch *launch, char word)
{
	send(launch->fd, &word, sizeof(word), MSG_NOSIGNAL);
}

/* Wait until it's over, but no longer than @patience ms for some news. */
static bool wait_until_over(struct launch *launch, int patience)
{
	struct pollfd pfd = { .fd = launch->fd, .events = POLLIN };

	while (!launch_over(launch))
		if (poll(&pfd, 1, patience) == 0)
			return false;
	return true;
}

void launch_leave(struct launch *launch)
{
	launch->left = true;
	tell_keeper(launch, KEEPER_LEAVE);
	wait_until_over(launch, PATIENCE);
	launch_free(launch);
}

void launch_kill(struct launch *const launches[], size_t nr)
{
	int patience = PATIENCE;
	size_t i;

	for (i = 0; i < nr; i++)
		tell_keeper(launches[i], KEEPER_KILL);
	for (i = 0; i < nr; i++) {
		if (!wait_until_over(launches[i], patience))
			patience = 0;
		launch_free(launches[i]);
	}
}
