// SPDX-License-Identifier: GPL-2.0
/* What was started here, from its start until nothing of it is left. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "app/launches.h"
#include "base/alloc.h"
#include "base/base.h"
#include "data/signal.h"

pid_t launches_start(struct launches *launches, char *const argv[], char *why,
		     size_t len)
{
	struct launched *new = &launches->list[launches->nr];
	const char *slash = strrchr(argv[0], '/');

	if (launches->nr == LAUNCHES_MAX) {
		snprintf(why, len, "%d are running already: let one end",
			 LAUNCHES_MAX);
		return 0;
	}
	new->launch = launch_start(argv, why, len);
	if (!new->launch)
		return 0;
	new->name = xstrdup(slash ? slash + 1 : argv[0]);
	new->ended = false;
	launches->nr++;
	return launch_pid(new->launch);
}

size_t launches_fds(const struct launches *launches,
		    struct pollfd fds[LAUNCHES_MAX])
{
	size_t i;

	for (i = 0; i < launches->nr; i++)
		fds[i] = (struct pollfd){
			.fd = launch_fd(launches->list[i].launch),
			.events = POLLIN,
		};
	return launches->nr;
}

/* "exit status 0", "SIGKILL" */
#define STATUS_WORDS SIGNAL_NAME_MAX
static void status_words(int status, char buf[STATUS_WORDS])
{
	if (status < 0)
		snprintf(buf, STATUS_WORDS, "nobody knows how");
	else if (!WIFSIGNALED(status))
		snprintf(buf, STATUS_WORDS, "exit status %d", WEXITSTATUS(status));
	else
		signal_name(WTERMSIG(status), buf);
}

/* Short, as the file has to fit on the line: "sh 412: SIGTERM, see FILE" */
static void tell_end(const struct launched *launched, int status, char *text,
		     size_t len)
{
	char words[STATUS_WORDS];

	status_words(status, words);
	snprintf(text, len, "%s %d: %s, see %s", launched->name,
		 (int)launch_pid(launched->launch), words,
		 launch_output(launched->launch));
}

/* Nothing is left of it, so nothing is to be ended or left. */
static void drop(struct launches *launches, size_t i)
{
	launch_leave(launches->list[i].launch);
	free(launches->list[i].name);
	launches->nr--;
	memmove(&launches->list[i], &launches->list[i + 1],
		(launches->nr - i) * sizeof(launches->list[0]));
}

pid_t launches_news(struct launches *launches, char *text, size_t len,
		    bool *failed)
{
	struct launched *launched;
	size_t i = 0;
	int status;

	while (i < launches->nr) {
		launched = &launches->list[i];
		if (!launched->ended &&
		    launch_ended(launched->launch, &status)) {
			launched->ended = true;
			*failed = status != 0;
			tell_end(launched, status, text, len);
			return launch_pid(launched->launch);
		}
		if (launched->ended && launch_over(launched->launch))
			drop(launches, i);
		else
			i++;
	}
	return 0;
}

void launches_leave(struct launches *launches)
{
	struct launched *launched;

	while (launches->nr) {
		launched = &launches->list[launches->nr - 1];
		fprintf(stderr, "tamtop: left running: %s (%d); output in %s\n",
			launched->name, (int)launch_pid(launched->launch),
			launch_output(launched->launch));
		drop(launches, launches->nr - 1);
	}
}

void launches_kill(struct launches *launches)
{
	struct launch *all[LAUNCHES_MAX];
	size_t i;

	for (i = 0; i < launches->nr; i++) {
		all[i] = launches->list[i].launch;
		free(launches->list[i].name);
	}
	launch_kill(all, launches->nr);
	launches->nr = 0;
}
