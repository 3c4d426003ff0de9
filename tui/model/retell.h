/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_RETELL_H
#define TUI_MODEL_RETELL_H

#include "model/model.h"

/*
 * Add to @sample what @model knows of its rows beyond the last list: command
 * lines, users, cgroups, and what was counted of their pages; as sources told
 * it, for somebody who comes only now. Of what isn't known nothing is told.
 */
void model_retell(const struct model *model, struct sample *sample);

#endif
