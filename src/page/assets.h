/* SPDX-License-Identifier: GPL-2.0 */
/*
 * assets.h - the style and the script of the page, as they stand in page.css and page.js
 */
#ifndef ASSETS_H
#define ASSETS_H

extern const char page_style[], page_script[];

#endif
