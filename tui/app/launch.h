/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_LAUNCH_H
#define TUI_APP_LAUNCH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * A command that was started here, and all that it starts in turn, in whatever
 * session or group: its launch. A keeper stands between tamtop and the launch,
 * a process of its own that outlives tamtop by as long as it takes to end all
 * of the launch, unless it was told to leave it.
 */
struct launch;

/*
 * Start argv[0], looked for in PATH if it has no slash, in a session and a
 * process group of its own: no terminal, stdin from /dev/null, stdout and
 * stderr into a new file, no other descriptor, no signal blocked or ignored.
 * NULL: it can't be run, and @why says why in one clause, as
 * "'x': No such file or directory".
 *
 * It waits until the command runs, so as long as the file system takes.
 */
struct launch *launch_start(char *const argv[], char *why, size_t len);

/* The command itself. Once it has ended, its number may be another's. */
pid_t launch_pid(const struct launch *launch);

/* The file with its output, below XDG_RUNTIME_DIR, TMPDIR or /tmp; it stays. */
const char *launch_output(const struct launch *launch);

/*
 * Readable when there is news for launch_ended() or launch_over(), which take
 * it. To be polled until it's over.
 */
int launch_fd(const struct launch *launch);

/*
 * Has the command ended? *status is what waitpid(2) says of it; -1: nobody
 * knows, its keeper was killed. What it started may run on.
 */
bool launch_ended(struct launch *launch, int *status);

/* Is nothing left of the launch? */
bool launch_over(struct launch *launch);

/* What is left of it lives on, also when tamtop ends. Frees it. */
void launch_leave(struct launch *launch);

/*
 * End what is left of @nr launches: SIGTERM for the command's group, SIGKILL
 * for what is left of it after a second. Returns when nothing is left, or
 * leaves what takes long to the keepers. Frees them.
 */
void launch_kill(struct launch *const launches[], size_t nr);

#endif
