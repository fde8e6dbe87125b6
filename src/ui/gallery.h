// Every widget in every state, on one set of pages: for looking at them, and for the tests that go through
// all of them. Knows nothing of accounts beyond made-up names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ui/widgets.h"

namespace parasol::ui {

struct Gallery {
    std::string route = "/overview";  // "/buttons", "/forms", "/table", "/states", "/dialogs", "/words"
    bool acting = true;
    int rows = 100'000;

    // Typing and choices.
    std::string name = "Harbour Telecom", email, notes, code, filter, search, typed, secret = "parasol";
    int role = 0, kind = -1, tab = 0;
    bool terms = false, notify = true, outside = false, suspended_only = false, without_administrator = true;
    bool joining = false, leaving = false, dissolving = false, long_dialog = false;
    TableState accounts, members, empty;
    std::vector<int> order;
    int presses = 0;
    std::string file;
};

// The whole canvas, between begin_frame and end_frame.
void draw_gallery(Gallery& gallery);

// What a row of the gallery's large table is made of.
std::string gallery_account(int number);

}  // namespace parasol::ui
