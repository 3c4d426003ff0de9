// SPDX-License-Identifier: GPL-2.0
/* Tells keys from what else comes from a terminal; see ECMA-48, section 5.4. */
#include <string.h>

#include "screen/input.h"
#include "screen/keys.h"

/* A sequence or string that is longer isn't one. */
#define CONTROL_MAX	64
#define STRING_MAX	4096

/* What a mouse reports behind ESC [ M */
#define REPORT_LEN	3

/*
 * And in its new way, ESC [ < button ; column ; row M, which has room for any
 * screen, and for two different endings: m where the button goes up.
 */
#define BUTTON_LEFT	0
#define BUTTON_WHEEL_UP	64
#define BUTTON_WHEEL_DOWN 65
#define PLACE_MAX	0xffff

#define PASTE_BEGINS	200
#define PASTE_ENDS	201
#define BEL		0x07

static struct keys_piece get(struct keys *keys, keys_get_fn next, void *ctx)
{
	struct keys_piece piece = keys->held[0];

	if (!keys->nr_held) {
		piece.kind = next(ctx, &piece.value);
		return piece;
	}
	keys->held[0] = keys->held[1];
	keys->nr_held--;
	return piece;
}

/* Look at it again, behind those that are held already. */
static void hold(struct keys *keys, const struct keys_piece *piece)
{
	if (piece->kind != KEYS_NOTHING)
		keys->held[keys->nr_held++] = *piece;
}

static bool is_one_of(const struct keys_piece *piece, const char *set)
{
	return piece->kind == KEYS_CHARACTER && piece->value &&
	       piece->value < 0x80 && strchr(set, (int)piece->value);
}

static void begin(struct keys *keys, enum keys_state state, unsigned int most)
{
	keys->state = state;
	keys->left = most;
	keys->number = 0;
	keys->begins = false;
}

/* Behind ESC and @introducer, which is '[' or 'O'. */
static void begin_control(struct keys *keys, uint32_t introducer)
{
	begin(keys, KEYS_CONTROL, CONTROL_MAX);
	keys->begins = introducer == '[';
	keys->report = (struct keys_mouse){ 0 };
}

/* However long it is: no digit of it may be taken for a key. */
static void begin_report(struct keys *keys)
{
	keys->report.begun = true;
	keys->left = STRING_MAX;
}

static void count_report(struct keys_mouse *report, uint32_t c)
{
	unsigned int *number = &report->numbers[report->nr];

	if (c >= '0' && c <= '9') {
		if (*number <= PLACE_MAX)
			*number = 10 * *number + c - '0';
		report->digits = true;
	} else if (c == ';' && report->digits && report->nr < 2) {
		report->nr++;
		report->digits = false;
	} else {
		report->bad = true;
	}
}

/* Columns and rows count from 1 there. */
static bool has_place(const struct keys_mouse *report)
{
	unsigned int x = report->numbers[1], y = report->numbers[2];

	return !report->bad && report->nr == 2 && report->digits && x && y &&
	       x <= PLACE_MAX && y <= PLACE_MAX;
}

/* Other buttons do nothing; with Shift or another modifier, these don't. */
static bool find_act(unsigned int button, enum mouse_act *act)
{
	switch (button) {
	case BUTTON_LEFT:
		*act = MOUSE_CLICK;
		return true;
	case BUTTON_WHEEL_UP:
		*act = MOUSE_WHEEL_UP;
		return true;
	case BUTTON_WHEEL_DOWN:
		*act = MOUSE_WHEEL_DOWN;
		return true;
	default:
		return false;
	}
}

static void end_report(struct keys *keys, uint32_t letter)
{
	struct keys_mouse *report = &keys->report;

	if (!has_place(report))
		return;
	if (letter == 'm')
		keys->mouse_is_down = false;
	if (letter != 'M' || !find_act(report->numbers[0], &keys->mouse.act))
		return;
	keys->mouse.x = (int)report->numbers[1] - 1;
	keys->mouse.y = (int)report->numbers[2] - 1;
	keys->mouse_is_down |= keys->mouse.act == MOUSE_CLICK;
	report->told = true;
}

/* A letter ends it; it may be the beginning or the end of a paste. */
static void end_control(struct keys *keys, uint32_t letter)
{
	keys->state = KEYS_PLAIN;
	if (keys->report.begun)
		end_report(keys, letter);
	if (letter == '~' && keys->number == PASTE_BEGINS)
		keys->pasting = true;
	if (letter == '~' && keys->number == PASTE_ENDS)
		keys->pasting = false;
}

static void count_number(struct keys *keys, uint32_t digit)
{
	if (digit < '0' || digit > '9')
		keys->number = 0;
	else if (keys->number < 1000)
		keys->number = 10 * keys->number + digit - '0';
}

/* false: it is no part of a control sequence, which so has ended. */
static bool take_control(struct keys *keys, uint32_t c)
{
	bool begins = keys->begins;

	keys->begins = false;
	if (c < ' ' || c > '~' || !keys->left--) {
		keys->state = KEYS_PLAIN;
		return false;
	}
	if (begins && c == 'M')
		begin(keys, KEYS_REPORT, REPORT_LEN);
	else if (begins && c == '[')
		/* the console's F1 to F5 have a letter behind it */
		begin(keys, KEYS_REPORT, 1);
	else if (begins && c == '<')
		begin_report(keys);
	else if (c >= '@')
		end_control(keys, c);
	else if (keys->report.begun)
		count_report(&keys->report, c);
	else
		count_number(keys, c);
	return true;
}

/* What there is no room for is no reply that anybody waits for. */
static void keep_reply(struct keys *keys, uint32_t c)
{
	size_t len = strlen(keys->reply);

	if (len + 1 < sizeof(keys->reply) && c < 0x80) {
		keys->reply[len] = (char)c;
		keys->reply[len + 1] = '\0';
	}
}

static bool take_string(struct keys *keys, uint32_t c)
{
	if (c == BEL || !--keys->left) {
		keys->state = KEYS_PLAIN;
		keys->replied = c == BEL;
		return true;
	}
	keep_reply(keys, c);
	return true;
}

static bool take_report(struct keys *keys)
{
	if (!--keys->left)
		keys->state = KEYS_PLAIN;
	return true;
}

/* Is it a part of what has begun before? */
static bool is_part(struct keys *keys, uint32_t c)
{
	switch (keys->state) {
	case KEYS_CONTROL:
		return take_control(keys, c);
	case KEYS_REPORT:
		return take_report(keys);
	case KEYS_STRING:
		return take_string(keys, c);
	case KEYS_STRING_ESC:
		keys->state = KEYS_PLAIN;
		keys->replied = c == '\\';
		return c == '\\';
	case KEYS_PLAIN:
		break;
	}
	return false;
}

/* No reply begins with another character; a key may well be ']' or 'P'. */
static bool begin_string(struct keys *keys, const struct keys_piece *introducer,
			 keys_get_fn next, void *ctx)
{
	struct keys_piece piece = get(keys, next, ctx);

	if (is_one_of(&piece, "0123456789>!G")) {
		begin(keys, KEYS_STRING, STRING_MAX);
		keys->replied = false;
		keys->reply[0] = '\0';
		keep_reply(keys, piece.value);
		return true;
	}
	hold(keys, introducer);
	hold(keys, &piece);
	return false;
}

/* Behind an ESC: what does it begin? false: nothing, and it was the key Esc. */
static bool begin_sequence(struct keys *keys, keys_get_fn next, void *ctx)
{
	struct keys_piece piece = get(keys, next, ctx);

	/* the end of a string, or of one that was too long */
	if (is_one_of(&piece, "\\"))
		return true;
	if (is_one_of(&piece, "]PX^_"))
		return begin_string(keys, &piece, next, ctx);
	if (is_one_of(&piece, "[O")) {
		begin_control(keys, piece.value);
		return true;
	}
	hold(keys, &piece);
	return false;
}

/*
 * The rest of a sequence came so late that an Esc was told: '[' or 'O' with
 * more right behind it, which no fingers do. After that Esc the mouse is over
 * something else, maybe.
 */
static bool is_late_rest(struct keys *keys, const struct keys_piece *piece,
			 keys_get_fn next, void *ctx)
{
	struct keys_piece behind;

	if (!is_one_of(piece, "[O"))
		return false;
	behind = get(keys, next, ctx);
	hold(keys, &behind);
	if (behind.kind != KEYS_CHARACTER)
		return false;
	begin_control(keys, piece->value);
	keys->report.bad = true;
	return true;
}

/* A part of something else than a key: that may be all of a report by now. */
static uint32_t mouse_told(struct keys *keys)
{
	bool told = keys->report.told;

	keys->report.told = false;
	return told ? TK_MOUSE : TK_NONE;
}

static uint32_t take_escape(struct keys *keys, keys_get_fn next, void *ctx)
{
	bool in_string = keys->state == KEYS_STRING;

	keys->state = KEYS_PLAIN;
	if (begin_sequence(keys, next, ctx)) {
		/* ESC \ has ended it, or another one has begun */
		keys->replied = in_string && keys->state == KEYS_PLAIN;
		return TK_NONE;
	}
	if (in_string && !keys->nr_held) {
		keys->state = KEYS_STRING_ESC;
		return TK_NONE;
	}
	keys->after_esc = !keys->nr_held;
	return TK_ESC;
}

/* TK_NONE: it was none, go on. */
static uint32_t take(struct keys *keys, const struct keys_piece *piece,
		     keys_get_fn next, void *ctx)
{
	bool after_esc = keys->after_esc;

	keys->after_esc = false;
	if (piece->kind == KEYS_KEY)
		keys->state = KEYS_PLAIN;
	else if (piece->value == TK_ESC)
		return take_escape(keys, next, ctx);
	else if (is_part(keys, piece->value) ||
		 (after_esc && is_late_rest(keys, piece, next, ctx)))
		return mouse_told(keys);
	return piece->value;
}

uint32_t keys_next(struct keys *keys, keys_get_fn next, void *ctx)
{
	struct keys_piece piece;
	uint32_t key;

	for (piece = get(keys, next, ctx); piece.kind != KEYS_NOTHING;
	     piece = get(keys, next, ctx)) {
		key = take(keys, &piece, next, ctx);
		if (key != TK_NONE && !keys->pasting)
			return key;
	}
	return TK_NONE;
}
