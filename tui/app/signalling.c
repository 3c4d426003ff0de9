// SPDX-License-Identifier: GPL-2.0
/* Signals that a person sends: who gets one, the question before, the outcome. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/send_signal.h"
#include "app/signalling.h"
#include "base/base.h"
#include "base/text.h"
#include "data/signal.h"

/* Is it really to be sent? */
enum {
	SEND_YES = 'y',
	SEND_NO = 'n',
};

/* "412 redis-server", for what is said of it, also once it is gone. */
static void keep_name(struct signalling *signalling, const struct row *row)
{
	signalling->id = row->now.id;
	snprintf(signalling->comm, sizeof(signalling->comm), "%s",
		 row->now.comm);
}

bool signalling_begin(struct app *app, struct proc_id id)
{
	const struct row *row = model_process(app->env.model, id);
	char text[128];

	if (app->config.player) {
		state_notice(app, true, "no signal is sent: this is a recording");
		return false;
	}
	if (app->config.readonly) {
		state_notice(app, true,
			     "no signal is sent: --readonly was given");
		return false;
	}
	if (!row) {
		snprintf(text, sizeof(text),
			 "%d has ended: nobody is there to signal",
			 (int)id.pid);
		state_notice(app, true, text);
		return false;
	}
	if (row->now.flags & PROC_KTHREAD) {
		snprintf(text, sizeof(text),
			 "%d %s is a kernel thread: it takes no signal",
			 (int)id.pid, row->now.comm);
		state_notice(app, true, text);
		return false;
	}
	keep_name(&app->signalling, row);
	return true;
}

/* Who asks for these two may have meant another one. */
static const char *warning(const struct app *app)
{
	bool narrow = app->env.width < VIEW_NARROW;
	pid_t pid = app->signalling.id.pid;

	if (pid == getpid())
		return narrow ? ": itself" : ", which is this tamtop";
	if (pid == 1)
		return narrow ? ": the first" : ", on which all others depend";
	return "";
}

/* What answers it stays in sight: a long name gives way. */
void signalling_ask(struct app *app, int number)
{
	static const struct choice_key choices[] = {
		{ SEND_YES, "" }, { SEND_NO, "" },
	};
	struct signalling *signalling = &app->signalling;
	char head[64], tail[64], prompt[112], name[SIGNAL_NAME_MAX];
	int room;

	signalling->number = number;
	signal_name(number, name);
	snprintf(head, sizeof(head), "%s%s to %d ",
		 app->env.width < VIEW_NARROW ? "" : "Send ", name,
		 (int)signalling->id.pid);
	snprintf(tail, sizeof(tail), "%s?", warning(app));
	room = app->env.width - 1 - (int)strlen(head) - (int)strlen(tail) -
	       press_choices_width(choices, ARRAY_SIZE(choices));
	snprintf(prompt, sizeof(prompt), "%s%.*s%s", head,
		 (int)text_fitting(signalling->comm, room > 0 ? room : 0),
		 signalling->comm, tail);
	app->asker = ASKER_SIGNAL;
	question_choose(&app->question, prompt, choices, ARRAY_SIZE(choices));
}

void signalling_resize(struct app *app)
{
	if (app->question.open && app->asker == ASKER_SIGNAL)
		signalling_ask(app, app->signalling.number);
}

/* What is said behind the name of the process. */
static const char *why_not(enum sent sent, int error)
{
	switch (sent) {
	case SENT_ZOMBIE:
		return " has ended, its parent has yet to see it: nothing was sent";
	case SENT_DENIED:
		return ": not allowed to signal it; root or its user may";
	case SENT_NO_PIDFD:
		return ": nothing was sent: no pidfd_open(2), which Linux has from 5.3 on";
	case SENT_UNSURE:
		return ": nothing was sent: /proc can't tell that it is still the same";
	default:
		return strerror(error);
	}
}

/* Who has ended is told by number alone, so that a small screen has it all. */
static void tell(struct app *app, enum sent sent, int error)
{
	const struct signalling *signalling = &app->signalling;
	char text[192], name[SIGNAL_NAME_MAX];
	int pid = (int)signalling->id.pid;

	signal_name(signalling->number, name);
	if (sent == SENT)
		snprintf(text, sizeof(text), "%s was sent to %d %s", name, pid,
			 signalling->comm);
	else if (sent == SENT_ENDED)
		snprintf(text, sizeof(text), "%d has ended: nothing was sent",
			 pid);
	else
		snprintf(text, sizeof(text), "%d %s%s%s", pid,
			 signalling->comm, sent == SENT_FAILED ? ": " : "",
			 why_not(sent, error));
	state_notice(app, sent != SENT, text);
}

/* The menu has done its work, whatever came of it. */
void signalling_answer(struct app *app, char key)
{
	enum sent sent;
	int error;

	if (key != SEND_YES)
		return;
	sent = send_signal(app->signalling.id, app->signalling.number);
	error = errno;
	state_close_view(app);
	tell(app, sent, error);
	app->want_sample = true;
}
