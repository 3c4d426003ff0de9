// SPDX-License-Identifier: GPL-2.0
/* What is wrong in a file, line by line, as it is told. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "app/warnings.h"
#include "base/alloc.h"
#include "base/text.h"

#define KEPT_MAX 20
#define WARNING_MAX 1024	/* bytes of a text */

void warnings_add(struct warnings *warnings, size_t line, const char *format,
		  ...)
{
	char text[WARNING_MAX];
	va_list args;

	if (warnings->all++ >= KEPT_MAX)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	warnings->of = xgrow(warnings->of, warnings->nr + 1, &warnings->max,
			     sizeof(*warnings->of));
	warnings->of[warnings->nr++] = (struct warning){
		.line = line, .text = xstrdup(text),
	};
}

void warnings_release(struct warnings *warnings)
{
	size_t i;

	for (i = 0; i < warnings->nr; i++)
		free(warnings->of[i].text);
	free(warnings->of);
	*warnings = (struct warnings){ 0 };
}

/* ":3", or nothing */
static const char *line_text(const struct warning *warning, char buf[24])
{
	*buf = '\0';
	if (warning->line)
		snprintf(buf, 24, ":%zu", warning->line);
	return buf;
}

void warnings_print(const struct warnings *warnings, const char *path,
		    FILE *out)
{
	char line[24];
	size_t i;

	for (i = 0; i < warnings->nr; i++) {
		fputs("tamtop: ", out);
		text_print_safe(out, path);
		fprintf(out, "%s: ", line_text(&warnings->of[i], line));
		text_print_safe(out, warnings->of[i].text);
		fputc('\n', out);
	}
	if (warnings->all > warnings->nr) {
		fputs("tamtop: ", out);
		text_print_safe(out, path);
		fprintf(out, ": %zu more like these\n",
			warnings->all - warnings->nr);
	}
}

void warnings_sum_up(const struct warnings *warnings, const char *name,
		     char *buf, size_t len)
{
	char line[24];

	*buf = '\0';
	if (warnings->all > 1)
		text_append(buf, len,
			    "%zu mistakes, tamtop --print-config lists them: ",
			    warnings->all);
	text_append(buf, len, "%s%s: %s", name,
		    line_text(&warnings->of[0], line), warnings->of[0].text);
}
