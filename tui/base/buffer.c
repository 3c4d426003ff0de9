// SPDX-License-Identifier: GPL-2.0
/* Output that is gathered, to be written in one piece. */
#include <stdarg.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/text.h"

void buffer_grow(struct buffer *buffer, size_t more)
{
	buffer->bytes = xgrow(buffer->bytes, buffer->len + more + BUFFER_SPARE,
			      &buffer->max, 1);
}

void buffer_print(struct buffer *buffer, const char *format, ...)
{
	va_list args, again;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len > 0) {
		vsnprintf(buffer_room(buffer, (size_t)len + 1),
			  (size_t)len + 1, format, again);
		buffer->len += (size_t)len;
	}
	va_end(again);
}

int buffer_safe(struct buffer *buffer, const char *text)
{
	size_t len = strlen(text);
	char32_t glyph;
	int width, used = 0;

	if (text_is_plain(text, len)) {
		buffer_add(buffer, text, len);
		return (int)len;
	}
	while (*text) {
		text = text_next(text, &glyph, &width);
		text_encode(buffer_room(buffer, 5), glyph);
		buffer->len += strlen(buffer->bytes + buffer->len);
		used += width;
	}
	return used;
}

void buffer_write(struct buffer *buffer, FILE *out)
{
	if (buffer->len)
		fwrite(buffer->bytes, 1, buffer->len, out);
	buffer->len = 0;
}

void buffer_release(struct buffer *buffer)
{
	free(buffer->bytes);
	*buffer = (struct buffer){ 0 };
}
