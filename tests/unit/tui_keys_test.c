// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "screen/input.h"
#include "screen/keys.h"

/*
 * What the terminal sends: \x01 stands for a moment in which nothing waits, \x02
 * for a sequence that curses knows, Up. What is told goes to the other string,
 * with E for the key Esc, U for Up, and "<click 17,4>" for the mouse.
 */
struct script {
	const char *text, *end;
};

static enum keys_input get(void *ctx, uint32_t *value)
{
	struct script *script = ctx;
	unsigned char c;

	if (script->text == script->end)
		return KEYS_NOTHING;
	c = (unsigned char)*script->text++;
	*value = c;
	if (c == 1)
		return KEYS_NOTHING;
	if (c == 2)
		*value = TK_UP;
	return c == 2 ? KEYS_KEY : KEYS_CHARACTER;
}

static size_t tell_mouse(const struct mouse *mouse, char *buf, size_t len)
{
	static const char *const acts[] = {
		[MOUSE_CLICK] = "click", [MOUSE_WHEEL_UP] = "up",
		[MOUSE_WHEEL_DOWN] = "down",
	};

	return (size_t)snprintf(buf, len, "<%s %d,%d>", acts[mouse->act],
				mouse->x, mouse->y);
}

static void check(const char *sent, const char *expected)
{
	struct script script = { sent, sent + strlen(sent) };
	struct keys keys = { 0 };
	char told[256];
	size_t nr = 0;
	uint32_t key;

	while (script.text < script.end || keys.nr_held) {
		key = keys_next(&keys, get, &script);
		assert_true(nr < sizeof(told) - 32);
		if (key == TK_ESC)
			told[nr++] = 'E';
		else if (key == TK_UP)
			told[nr++] = 'U';
		else if (key == TK_MOUSE)
			nr += tell_mouse(&keys.mouse, told + nr, 32);
		else if (key != TK_NONE)
			told[nr++] = (char)key;
	}
	told[nr] = '\0';
	assert_string_equal(told, expected);
}

static void test_keys(void **state)
{
	(void)state;
	check("abc", "abc");
	check("a\2b", "aUb");
	check("\1a\1\1b\1", "ab");
	check("\033", "E");
	check("\033\1", "E");
	check("\033\1q", "Eq");
	/* fingers that are quick, and a script's */
	check("\033q", "Eq");
	check("\033\2", "EU");
	check("\033\033", "EE");
	check("\033\1\033\1", "EE");
	check("\033P", "EP");
	check("\033Pq", "EPq");
	check("\033]\1x", "E]x");
	check("\033_\033\1", "E_E");
	check("\033\1[\1a", "E[a");
	check("\033\1[\2", "E[U");
	check("\033\1a[b", "Ea[b");
}

static void test_replies_and_reports(void **state)
{
	static const char *const sent[] = {
		"\033[?62;1;6c",		/* what it is */
		"\033[>41;377;0c",
		"\033[24;80R",			/* where the cursor is */
		"\033[0n",
		"\033[?2026;2$y",
		"\033[4;768;1024t",
		"\033[I", "\033[O",		/* it has the focus, and not */
		"\033[M q!",			/* a mouse, in its old way */
		"\033[<0;17;4m",		/* a button goes up */
		"\033[27;5;113~", "\033[113;5u",	/* keys with modifiers */
		"\033[[A", "\033OM", "\033O5P",
		"\033]11;rgb:0000/0000/0000\007",	/* colours */
		"\033]10;rgb:ffff/q/d\033\\",
		"\033P>|XTerm(379)\033\\",
		"\033P1$r0m\033\\",
		"\033P!|00000000\033\\",
		"\033_Gi=31;OK\033\\",
	};
	char text[128];
	size_t i, at;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sent); i++) {
		snprintf(text, sizeof(text), "a%sq", sent[i]);
		check(text, "aq");
		snprintf(text, sizeof(text), "%s%s\2", sent[i], sent[i]);
		check(text, "U");
		/* split in time, but for right behind the ESC */
		for (at = 3; at < strlen(sent[i]); at++) {
			snprintf(text, sizeof(text), "a%.*s\1%sq", (int)at,
				 sent[i], sent[i] + at);
			check(text, "aq");
		}
	}
}

/* Whole, or in two parts, wherever they part but for right behind the ESC. */
static void test_the_mouse(void **state)
{
	static const struct {
		const char *sent, *told;
	} reports[] = {
		{ "\033[<0;17;4M", "<click 16,3>" },
		{ "\033[<0;1;1M", "<click 0,0>" },
		{ "\033[<0;224;300M", "<click 223,299>" },
		{ "\033[<0;65535;65535M", "<click 65534,65534>" },
		{ "\033[<64;2;3M", "<up 1,2>" },
		{ "\033[<65;2;3M", "<down 1,2>" },
		{ "\033[<0;2;3M\033[<0;2;3m", "<click 1,2>" },
	};
	char sent[64], told[64];
	size_t i, at;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(reports); i++) {
		snprintf(sent, sizeof(sent), "a%sq", reports[i].sent);
		snprintf(told, sizeof(told), "a%sq", reports[i].told);
		check(sent, told);
		for (at = 2; at < strlen(reports[i].sent); at++) {
			if (reports[i].sent[at - 1] == '\033')
				continue;
			snprintf(sent, sizeof(sent), "a%.*s\1%sq", (int)at,
				 reports[i].sent, reports[i].sent + at);
			check(sent, told);
		}
	}
	check("\033[<0;2;3M\033[<0;2;3M", "<click 1,2><click 1,2>");
	check("\033[<0;2;3M\2", "<click 1,2>U");
}

/* Nothing, and never a key; nor is a report that was split so. */
static void test_what_is_no_click(void **state)
{
	static const char *const sent[] = {
		/* other buttons, modifiers, moves, going up */
		"\033[<1;2;3M", "\033[<2;2;3M", "\033[<3;2;3M", "\033[<66;2;3M",
		"\033[<128;2;3M", "\033[<4;2;3M", "\033[<8;2;3M",
		"\033[<16;2;3M", "\033[<68;2;3M", "\033[<32;2;3M",
		"\033[<35;2;3M", "\033[<0;2;3m", "\033[<64;2;3m",
		/* parts that are missing, or too many */
		"\033[<M", "\033[<m", "\033[<0M", "\033[<0;2M", "\033[<0;2;M",
		"\033[<0;;3M", "\033[<;2;3M", "\033[<;;M", "\033[<0;2;3;4M",
		"\033[<0;2;3;M",
		/* what is no number, or no place */
		"\033[<0;-2;3M", "\033[<0;2;3 M", "\033[<<0;2;3M",
		"\033[<0:2:3M", "\033[<0;2;3<M", "\033[0;<2;3M", "\033[?0;2;3M",
		"\033[<0;0;3M", "\033[<0;2;0M", "\033[<0;65536;3M",
		"\033[<0;2;65536M", "\033[<4294967296;2;3M",
		"\033[<0;4294967298;3M", "\033[<0;18446744073709551618;3M",
		"\033[<0;2;3A", "\033[<0;2;3~", "\033[0;2;3M",
		"\033[<200~", "\033O<0;2;3M",
	};
	char text[96];
	size_t i, at;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sent); i++) {
		snprintf(text, sizeof(text), "a%sq", sent[i]);
		check(text, "aq");
		for (at = 3; at < strlen(sent[i]); at++) {
			snprintf(text, sizeof(text), "a%.*s\1%sq", (int)at,
				 sent[i], sent[i] + at);
			check(text, "aq");
		}
	}
	/* an Esc was told, which may have changed what is below */
	check("\033\1[<0;2;3Mq", "Eq");
	check("\033\1[<0;2\1;3Mq", "Eq");
	check("\033\1[<0;2;3M\033[<0;2;3M", "E<click 1,2>");
	/* what is pasted is none */
	check("\033[200~\033[<0;2;3M\033[201~q", "q");
	/* however long it is */
	memset(text, '7', sizeof(text) - 1);
	memcpy(text, "\033[<0;", 5);
	memcpy(text + sizeof(text) - 5, ";3Mq", 5);
	check(text, "q");
}

/* Who goes waits for it to go up. */
static void test_a_button_is_down(void **state)
{
	static const struct {
		const char *sent;
		bool down;
	} reports[] = {
		{ "\033[<0;2;3M", true }, { "\033[<0;2;3M\033[<0;9;9m", false },
		{ "\033[<64;2;3M", false }, { "\033[<0;2;3Mq", true },
		{ "\033[<0;2;3M\033[<0;2m", true },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(reports); i++) {
		struct script script = {
			reports[i].sent,
			reports[i].sent + strlen(reports[i].sent),
		};
		struct keys keys = { 0 };

		while (script.text < script.end)
			keys_next(&keys, get, &script);
		assert_int_equal(keys.mouse_is_down, reports[i].down);
	}
}

/* A string is kept, however it comes and whatever is typed around it. */
static void test_a_reply_is_kept(void **state)
{
	static const char *const sent[] = {
		"\033]11;rgb:ffff/ffff/ffff\007",
		"a\033]11;rgb:ffff/ffff/ffff\033\\",
		"\033]11;rgb:ff\1ff/ffff/\1ffff\007q",
		"\033]0;a title that is too long for a reply\a\033]11;rgb:ffff/ffff/ffff\033\1\\",
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sent); i++) {
		struct script script = { sent[i], sent[i] + strlen(sent[i]) };
		struct keys keys = { 0 };

		while (script.text < script.end || keys.nr_held)
			keys_next(&keys, get, &script);
		assert_true(keys.replied);
		assert_string_equal(keys.reply, "11;rgb:ffff/ffff/ffff");
	}
}

static void test_what_has_not_ended_is_no_reply(void **state)
{
	const char *sent = "\033]11;rgb:ffff/ffff/ffff";
	struct script script = { sent, sent + strlen(sent) };
	struct keys keys = { 0 };

	(void)state;
	while (script.text < script.end)
		keys_next(&keys, get, &script);
	assert_false(keys.replied);
}

/* So late that Esc was told: the rest is no key all the same. */
static void test_a_rest_that_is_late(void **state)
{
	(void)state;
	check("\033\1[Aq", "Eq");
	check("\033\1OPq", "Eq");
	check("\033\1[24;80Rq", "Eq");
	check("\033\1[2\1" "4;80Rq", "Eq");
	check("\033[\1Aq", "q");
}

static void test_pastes(void **state)
{
	(void)state;
	check("a\033[200~q\ndk\2\033x\033[201~b", "ab");
	check("\033[200~q\1uit\1\033[20\0011~b", "b");
	check("\033[200~\033]0;q\033[201~b", "b");
	check("\033[200~q\033[2J\033\1q\033[201~b", "b");
	check("\033[201~b", "b");
	check("\033[1200~q", "q");
}

/* Whatever comes, keys come again. */
static void test_what_never_ends(void **state)
{
	static char text[10000];

	(void)state;
	memset(text, '1', sizeof(text) - 1);
	memcpy(text, "\033[", 2);
	text[sizeof(text) - 2] = 'q';
	text[100] = '\0';
	text[99] = 'q';
	check(text, "111111111111111111111111111111111q");
	memset(text, '1', sizeof(text) - 1);
	memcpy(text, "\033]", 2);
	strcpy(text + 2 + 1 + 4096, "\033\1q");
	check(text, "Eq");
	/* one Esc gets out of it */
	check("\033]11;\1\033\1q", "q");
	check("\033]11;\1\033\1\033\1q", "Eq");
	check("\033[12\nq", "\nq");
	check("\033[12\033\1q", "Eq");
	check("\033[12\2q", "Uq");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_replies_and_reports),
		cmocka_unit_test(test_the_mouse),
		cmocka_unit_test(test_what_is_no_click),
		cmocka_unit_test(test_a_button_is_down),
		cmocka_unit_test(test_a_reply_is_kept),
		cmocka_unit_test(test_what_has_not_ended_is_no_reply),
		cmocka_unit_test(test_a_rest_that_is_late),
		cmocka_unit_test(test_pastes),
		cmocka_unit_test(test_what_never_ends),
	};

	return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
