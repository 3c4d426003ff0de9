// SPDX-License-Identifier: GPL-2.0
/* The first and the last row of every screen. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/text.h"
#include "common/format.h"
#include "screen/input.h"
#include "view/frame.h"
#include "view/keymap.h"
#include "view/press.h"

#define TITLE_X 8		/* behind "tamtop  " */
#define PACE_WIDTH 11		/* the slot at the right end of line 1 */
#define PLAYED_WIDTH 17		/* likewise, of a recording: "x1/4 at 12:03:07" */
#define COST_WIDTH 5		/* of any cost, so that nothing moves */
#define MARK_WIDTH 12		/* ", mark 3m20s" */
#define GAP 4			/* between them */
#define NARROW_GAP 3
#define HINT_GAP 2
#define RECORDING "REC"		/* all that comes is recorded */
#define RECORDING_GAP 3
#define TYPED_LEAST 14		/* columns of what is typed, in any case */
#define PROMPT_MAX 512		/* bytes */
#define HINTS_MAX 32

/* Is what is looked into frozen, as the process has ended? */
static bool is_gone(const struct frame *frame, const struct view_env *env)
{
	const struct target *target = model_target(env->model);

	return frame->looks_in && target && target->now.state == TARGET_GONE;
}

static uint64_t gone_for(const struct view_env *env)
{
	uint64_t gone_ns = model_target(env->model)->gone_ns;

	return env->now_ns > gone_ns ? env->now_ns - gone_ns : 0;
}

static void pace_text(const struct frame *frame, const struct view_env *env,
		      char *buf, size_t len)
{
	char text[FORMAT_MAX];

	if (env->played && is_gone(frame, env)) {
		snprintf(buf, len, "GONE%s", strrchr(env->played, ' '));
		return;
	}
	if (env->played) {
		snprintf(buf, len, "%s", env->played);
		return;
	}
	if (env->paused) {
		format_age(text, sizeof(text), frame->paused_ns);
		snprintf(buf, len, "PAUSED %s", text);
		return;
	}
	if (is_gone(frame, env)) {
		format_age(text, sizeof(text), gone_for(env));
		snprintf(buf, len, "GONE %s", text);
		return;
	}
	format_interval(text, sizeof(text), frame->pace_ns);
	snprintf(buf, len, "%s%s", env->width < VIEW_NARROW ? "" : "every ",
		 text);
}

/* What the last sweep took, or the last look into a process; 0: not known. */
static uint64_t cost_shown(const struct frame *frame,
			   const struct view_env *env)
{
	const struct target *target = model_target(env->model);

	/* it was paid by who recorded it */
	if (env->played)
		return 0;
	if (!frame->looks_in)
		return model_totals(env->model)->cost_ns;
	if (!target)
		return 0;
	if (frame->quick && target->quick_cost_ns)
		return target->quick_cost_ns;
	return target->cost_ns ? target->cost_ns : target->now.cost_ns;
}

static size_t denied_shown(const struct frame *frame,
			   const struct view_env *env)
{
	const struct target *target = model_target(env->model);

	if (frame->looks_in)
		return target && target->now.state == TARGET_DENIED;
	return model_totals(env->model)->nr_denied;
}

/* What can't be counted is told, too. */
static void denied_text(const struct frame *frame, const struct view_env *env,
			char *buf, size_t len)
{
	size_t nr = denied_shown(frame, env);

	if (env->width < VIEW_NARROW)
		return;
	if (!frame->looks_in && model_totals(env->model)->sys.others_hidden)
		snprintf(buf, len, "denied ?   ");
	else if (nr)
		snprintf(buf, len, "denied %zu   ", nr);
}

/* "denied 5   syscall 0.4ms" */
static void source_text(const struct frame *frame, const struct view_env *env,
			char *buf, size_t len)
{
	uint64_t cost_ns = cost_shown(frame, env);
	char cost[FORMAT_MAX] = "-", denied[32] = "";

	if (env->played && env->width < VIEW_NARROW) {
		/* whom one looks at is the news there */
		*buf = '\0';
		return;
	}
	if (cost_ns)
		format_cost(cost, sizeof(cost), cost_ns);
	denied_text(frame, env, denied, sizeof(denied));
	if (env->played)
		snprintf(buf, len, "%s%s", denied, env->source);
	else
		snprintf(buf, len, "%s%s %*s", denied, env->source, COST_WIDTH,
			 cost);
}

/* Columns of the word for that, with what is between it and the source. */
static int recording_width(const struct view_env *env)
{
	return env->recording ? (int)strlen(RECORDING) + RECORDING_GAP : 0;
}

/* Draw that so that it ends at column @end; returns where it begins. */
static int draw_source(const struct frame *frame, const struct view_env *env,
		       struct screen *screen, int end)
{
	char text[96];

	source_text(frame, env, text, sizeof(text));
	end -= text_width(text);
	screen_text(screen, end, 0, TO_EDGE, ROLE_TEXT, text);
	end -= recording_width(env);
	if (env->recording)
		screen_text(screen, end, 0, TO_EDGE, ROLE_STATE, RECORDING);
	return end;
}

static int pace_slot(const struct view_env *env)
{
	return env->played ? PLAYED_WIDTH : PACE_WIDTH;
}

/* Between it and the source, if that is told. */
static int pace_gap(const struct view_env *env)
{
	if (env->width >= VIEW_NARROW)
		return GAP;
	return env->played ? 1 : NARROW_GAP;
}

int frame_title_room(const struct view_env *env)
{
	static const struct frame frame = { .looks_in = false };
	bool narrow = env->width < VIEW_NARROW;
	char source[96];

	source_text(&frame, env, source, sizeof(source));
	return env->width - TITLE_X - 1 - text_width(source) -
	       recording_width(env) -
	       pace_gap(env) - pace_slot(env) + 1 -
	       (model_marked(env->model, NULL) && !narrow ? MARK_WIDTH : 0);
}

/* Is the word that @at is in one of ours, or a number, and no name? */
static bool is_plain_word(const char *text, size_t at)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789";

	while (at && text[at - 1] != ' ')
		at--;
	text += at;
	text += strspn(text, plain);
	return !*text || strchr(" ,:", *text);
}

/*
 * Bytes of @title that are told in @room columns: what stands behind a comma is
 * told whole or not at all, but for names.
 */
static size_t title_fitting(const char *title, int room)
{
	size_t fits = text_fitting(title, room), part = fits;

	if (!title[fits] || title[fits] == ',')
		return fits;
	if (fits && title[fits] == ' ' && title[fits - 1] == ',')
		return fits - 1;
	if (!is_plain_word(title, fits))
		return fits;
	while (part > 1 && (title[part - 1] != ' ' || title[part - 2] != ','))
		part--;
	return part > 1 ? part - 2 : fits;
}

static void draw_title(const char *title, struct screen *screen, int room)
{
	char text[PROMPT_MAX];

	snprintf(text, sizeof(text), "%.*s", (int)title_fitting(title, room),
		 title);
	screen_words(screen, TITLE_X, 0, room, ROLE_TEXT,
		     *text ? text : title);
}

static void draw_top(const struct frame *frame, const struct view_env *env,
		     struct screen *screen)
{
	int width = env->width, gap = pace_gap(env);
	int end, pace_width;
	char pace[48];

	pace_text(frame, env, pace, sizeof(pace));
	pace_width = text_width(pace);
	screen_text_right(screen, width - pace_width, 0, pace_width,
			  env->paused || is_gone(frame, env) ? ROLE_STATE :
							       ROLE_TEXT,
			  pace);
	end = width >= VIEW_NARROW && pace_width < pace_slot(env) ?
		      width - pace_slot(env) + 1 - gap :
		      width - pace_width - gap;
	end = draw_source(frame, env, screen, end);
	screen_text(screen, 0, 0, TO_EDGE, ROLE_TITLE, "tamtop");
	draw_title(frame->title, screen, end - TITLE_X - 1);
}

/* What a command does at the end of a recording; NULL: the same as before. */
static const char *words_at_end(const struct view_env *env,
				enum command command)
{
	if (!env->played || !env->ended)
		return NULL;
	if (command == CMD_PAUSE)
		return env->width < VIEW_NARROW ? "{pause} anew" :
						  "{pause} begin anew";
	return command == CMD_STEP_BACK ? "{step-back} step" : NULL;
}

/* @hint: a command, with HINT_ON where that holds; "" if it has none. */
static const char *hint_text(const struct frame *frame,
			     const struct view_env *env, int hint,
			     char buf[KEY_HINT_MAX], struct key_spans *spans)
{
	enum command command = (enum command)(hint & ~HINT_ON);
	const char *words = words_at_end(env, command);
	const char *text;

	if (words)
		text = keymap_hint(env->keys, frame->place, words, buf, spans);
	else
		text = key_hint(env->keys, command, frame->place,
				hint & HINT_ON, buf, spans);
	return text ? text : "";
}

static int hint_width(const struct frame *frame, const struct view_env *env,
		      int hint)
{
	char buf[KEY_HINT_MAX];

	return text_width(hint_text(frame, env, hint, buf, NULL));
}

/*
 * Returns the columns that it takes with the gap behind: none without a key; -1:
 * it would not end before @end.
 */
static int draw_hint_before(const struct frame *frame,
			    const struct view_env *env, int hint,
			    struct screen *screen, int x, int y, int end)
{
	struct key_spans spans;
	char buf[KEY_HINT_MAX];
	const char *text = hint_text(frame, env, hint, buf, &spans);
	int width = text_width(text);

	if (x + width > end)
		return -1;
	if (!*text)
		return 0;
	press_hint(screen, x, y, text, &spans);
	screen_text(screen, x, y, TO_EDGE, ROLE_TEXT, text);
	return width + HINT_GAP;
}

static int draw_hint(const struct frame *frame, const struct view_env *env,
		     int hint, struct screen *screen, int x, int y)
{
	return draw_hint_before(frame, env, hint, screen, x, y, INT_MAX);
}

/* "? help  q quit", at the right end; returns its width. */
static int ever_width(const struct frame *frame, const struct view_env *env)
{
	int help = hint_width(frame, env, CMD_HELP);

	return help + (help ? HINT_GAP : 0) + hint_width(frame, env, CMD_QUIT);
}

static void draw_ever(const struct frame *frame, const struct view_env *env,
		      struct screen *screen, int y)
{
	int x = screen->width - ever_width(frame, env);

	x += draw_hint(frame, env, CMD_HELP, screen, x, y);
	draw_hint(frame, env, CMD_QUIT, screen, x, y);
}

/* What the last line names, most useful first. */
struct hints {
	int of[HINTS_MAX];
	int nr;
};

static void add_hint(struct hints *hints, int hint)
{
	if (hints->nr < HINTS_MAX)
		hints->of[hints->nr++] = hint;
}

/* A menu of a recording is like any other. */
static bool is_menu(enum place_kind place)
{
	const unsigned int others = KEY_AT(LIST) | KEY_AT(GROUPS) |
				    KEY_AT(PROCESS) | KEY_AT(MAP) |
				    KEY_AT(TIMELINE);

	return !(others & (1U << place));
}

/*
 * Behind the first one, which leads on or back, stand those that a recording is
 * played by; deep in a process that is live, the one that ends a pause.
 */
static void add_time_hints(const struct frame *frame,
			   const struct view_env *env, struct hints *hints)
{
	static const int rest[] = { CMD_STEP_BACK, CMD_SLOWER, CMD_SEEK };
	size_t i;

	if (env->played ? is_menu(frame->place) :
			  !env->paused || !frame->looks_in)
		return;
	add_hint(hints, env->paused ? CMD_PAUSE | HINT_ON : CMD_PAUSE);
	for (i = 0; env->played && i < ARRAY_SIZE(rest); i++)
		add_hint(hints, rest[i]);
}

static void collect_hints(const struct frame *frame,
			  const struct view_env *env, struct hints *hints)
{
	const int *hint = frame->hints;
	enum command command;

	for (; *hint != CMD_NONE; hint++) {
		command = (enum command)(*hint & ~HINT_ON);
		if (env->played &&
		    (command == CMD_PAUSE || command_is_live(command)))
			continue;
		add_hint(hints, *hint);
		if (hints->nr == 1)
			add_time_hints(frame, env, hints);
	}
}

static void draw_hints(const struct frame *frame, const struct view_env *env,
		       struct screen *screen, int y)
{
	int end = screen->width - ever_width(frame, env) - HINT_GAP;
	struct hints hints = { .nr = 0 };
	int i, x = 0, used = 0;

	collect_hints(frame, env, &hints);
	for (i = 0; i < hints.nr && used >= 0; i++) {
		used = draw_hint_before(frame, env, hints.of[i], screen, x, y,
					end);
		x += used;
	}
}

/* What is typed stays in sight, whatever the question says before it. */
static const char *prompt_end(const struct frame *frame, int width)
{
	const char *text = frame->prompt;
	char32_t glyph;
	int columns;

	while (text_width(text) > width)
		text = text_next(text, &glyph, &columns);
	return text;
}

/* Up to where it is wrong, and from there on. */
static int draw_typed(const struct frame *frame, struct screen *screen, int y,
		      int room)
{
	const char *text = prompt_end(frame, room);
	const char *wrong = frame->prompt + frame->mistake_at;
	char right[PROMPT_MAX];
	int x = 0;

	if (!frame->mistake)
		return screen_words(screen, 0, y, room, ROLE_NOTICE, text);
	if (wrong > text) {
		snprintf(right, sizeof(right), "%.*s", (int)(wrong - text),
			 text);
		x = screen_text(screen, 0, y, room, ROLE_NOTICE, right);
		text = wrong;
	}
	return x + screen_text(screen, x, y, room - x, ROLE_ERROR, text);
}

/* What is told of it stands behind it, and has its part of a narrow screen. */
static int draw_told(const struct frame *frame, struct screen *screen, int y)
{
	int room = screen->width - text_width(frame->told) - 2 * HINT_GAP;
	int x;

	x = HINT_GAP + draw_typed(frame, screen, y, room > TYPED_LEAST ?
				  room : TYPED_LEAST);
	if (frame->mistake)
		x += screen_text(screen, x, y, TO_EDGE, ROLE_ERROR, "! ");
	return x + screen_words(screen, x, y, TO_EDGE, ROLE_TEXT, frame->told);
}

static void draw_prompt(const struct frame *frame, struct screen *screen,
			int y)
{
	char enter[32], esc[32];
	int esc_x, x, end;

	if (frame->choices) {
		press_choices(screen, y, screen->width - 1, frame->prompt,
			      frame->choices, frame->nr_choices);
		return;
	}
	snprintf(enter, sizeof(enter), "Enter %s", frame->enter);
	snprintf(esc, sizeof(esc), "Esc %s", frame->esc);
	esc_x = screen->width - (int)strlen(esc);
	x = esc_x - HINT_GAP - (int)strlen(enter);
	/* what is asked and typed comes first */
	if (screen->width < VIEW_NARROW || text_width(frame->prompt) >= x)
		x = screen->width;
	if (frame->told && *frame->told)
		end = draw_told(frame, screen, y);
	else
		end = draw_typed(frame, screen, y, x - 1);
	if (end >= x || x == screen->width)
		return;
	screen_text(screen, x, y, TO_EDGE, ROLE_TEXT, enter);
	press_key(screen, x, y, enter, TK_ENTER);
	screen_text(screen, esc_x, y, TO_EDGE, ROLE_TEXT, esc);
	press_key(screen, esc_x, y, esc, TK_ESC);
}

/* A long notice may push out the help key, never the one that quits. */
static void draw_notice(const struct frame *frame, const struct view_env *env,
			struct screen *screen, int y)
{
	int end = screen->width - hint_width(frame, env, CMD_QUIT) - 1;
	int x = 0;

	if (frame->notice_is_error)
		x = screen_text(screen, 0, y, TO_EDGE, ROLE_ERROR, "! ");
	x += screen_words(screen, x, y, end - x,
			 frame->notice_is_error ? ROLE_TEXT : ROLE_NOTICE,
			 frame->notice);
	if (x < screen->width - ever_width(frame, env))
		draw_ever(frame, env, screen, y);
	else
		draw_hint(frame, env, CMD_QUIT, screen, end + 1, y);
}

static void draw_bottom(const struct frame *frame, const struct view_env *env,
			struct screen *screen)
{
	int y = screen->height - 1;

	if (frame->prompt) {
		draw_prompt(frame, screen, y);
		return;
	}
	if (frame->notice) {
		draw_notice(frame, env, screen, y);
		return;
	}
	draw_hints(frame, env, screen, y);
	draw_ever(frame, env, screen, y);
}

static void draw_too_small(const struct frame *frame,
			   const struct view_env *env, struct screen *screen)
{
	char text[64];

	snprintf(text, sizeof(text), "%dx%d: needs %dx%d", screen->width,
		 screen->height, SCREEN_MIN_WIDTH, SCREEN_MIN_HEIGHT);
	screen_text(screen, 0, 0, TO_EDGE, ROLE_TEXT, text);
	if (screen->height > 1)
		draw_hint(frame, env, CMD_QUIT, screen, 0, screen->height - 1);
}

void frame_draw(const struct frame *frame, const struct view_env *env,
		struct screen *screen)
{
	if (frame->too_small) {
		draw_too_small(frame, env, screen);
		return;
	}
	draw_top(frame, env, screen);
	draw_bottom(frame, env, screen);
}
