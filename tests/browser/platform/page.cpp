// The page that proves the platform in a real browser (tests/e2e/platform.test.mjs). Knows nothing of
// Parasol: Dear ImGui, src/semantics and shell/browser only.

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "shell/browser/app.h"
#include "widgets.h"

namespace test_page {

using namespace parasol;

class Page final : public browser::App {
  public:
    explicit Page(Platform& platform) : platform_(platform) {
        rows_.reserve(100'000);
        for (int i = 0; i < 100'000; ++i) {
            rows_.push_back(i);
        }
        follow_theme();
    }

    void frame() override;
    std::uint32_t background() const override { return style().page; }
    void route_changed(std::string_view) override {}
    void preferences_changed() override { follow_theme(); }
    bool shortcut(const browser::Shortcut& key) override {
        const bool search = (key.key == "k" && key.control) || (key.key == "/" && !key.in_field);
        if (search) {
            tree().request_focus(search_id_);
        }
        return search;
    }
    std::string diagnostics() const override { return "\"presses\":" + std::to_string(presses_); }

  private:
    void follow_theme();
    void top();
    void fields();
    void popups();
    void dialog();
    void menu();
    void suggestions();
    void grid();
    void grid_header(ImGuiID id);
    void grid_row(int index, float width);

    Platform& platform_;
    int presses_ = 0;
    bool checked_ = false, dialog_open_ = false, menu_open_ = false;
    std::string name_, secret_, notes_, code_, search_, in_dialog_, file_, copied_, picked_;
    ImGuiID search_id_ = 0;
    ImVec2 menu_at_;
    std::vector<int> rows_;
    bool descending_ = false;
    int choice_ = 0;
    std::string cell_text_ = "edit me";
};

void Page::follow_theme() {
    const Preferences& wanted = platform_.preferences();
    Style light;
    if (wanted.dark) {
        light = {IM_COL32(232, 234, 240, 255), IM_COL32(150, 156, 168, 255), IM_COL32(35, 38, 46, 255),
                 IM_COL32(70, 76, 90, 255),    IM_COL32(122, 162, 255, 255), IM_COL32(20, 22, 27, 255)};
    }
    if (wanted.forced_colors) {
        light = {wanted.canvas_text, wanted.gray_text, wanted.canvas,
                 wanted.canvas_text, wanted.link_text, wanted.canvas};
    }
    style() = light;
}

void Page::frame() {
    ImGui::PushFont(platform_.font(Face::regular), 14);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("page", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
    const ImGuiID id = ImGui::GetCurrentWindow()->ID;
    tree().begin({.id = id, .role = Role::main, .rect = window_rect()});
    top();
    fields();
    popups();
    grid();
    tree().end();
    ImGui::End();
    dialog();
    menu();
    suggestions();
    ImGui::PopFont();
}

void Page::top() {
    ImGui::PushFont(platform_.font(Face::semibold), 22);
    text("Platform test page", Role::heading, 1);
    ImGui::PopFont();
    tree().begin({.role = Role::navigation, .name = "Pages"});
    const std::string route = platform_.route();
    for (const char* place : {"/one", "/two"}) {
        const std::string label = std::string("Page ") + (place + 1), href = platform_.link_to(place);
        if (press(label, {.role = Role::link,
                          .href = href,
                          .current = route == place ? semantics::Current::page : semantics::Current::no})) {
            platform_.set_route(place, RouteChange::push);
        }
        ImGui::SameLine();
    }
    tree().end();
    text("Route " + route);
    ImGui::SameLine();
    text(
        "Zażółć gęślą jaźń · Ελληνικά · Кириллица · 中文 · 日本語 · שלום עולם · مرحبا بالعالم · नमस्ते · é · "
        "👩‍👩‍👧🏽 🇬🇧");
    if (button("Press me")) {
        ++presses_;
        tree().announce("Pressed " + std::to_string(presses_));
    }
    ImGui::SameLine();
    text("Pressed " + std::to_string(presses_) + " times", Role::status);
    ImGui::SameLine();
    press("Not now", {.role = Role::button, .description = "Nothing to do.", .disabled = true});
    ImGui::SameLine();
    if (press("Agree",
              {.role = Role::checkbox,
               .name = "Agree",
               .checked = checked_ ? semantics::State::yes : semantics::State::no})) {
        checked_ = !checked_;
    }
    ImGui::SameLine();
    tree().begin({.role = Role::radiogroup, .name = "Size"});
    for (int i = 0; i < 3; ++i) {
        static constexpr const char* sizes[] = {"Small", "Medium", "Large"};
        if (press(sizes[i], {.role = Role::radio,
                             .checked = choice_ == i ? semantics::State::yes : semantics::State::no})) {
            choice_ = i;
        }
        ImGui::SameLine();
    }
    tree().end();
    ImGui::NewLine();
}

void Page::fields() {
    tree().begin({.role = Role::form, .name = "Sign in"});
    field("Name", name_, {.role = Role::textbox, .placeholder = "Your name", .autocomplete = "username"});
    ImGui::SameLine();
    field("Secret", secret_, {.role = Role::password, .autocomplete = "current-password"});
    tree().end();
    ImGui::SameLine();
    if (field("Code", code_,
              {.role = Role::textbox,
               .placeholder = "ABCD-EFGH",
               .error = code_.size() == 4 ? "Half of it is missing." : ""})) {
        std::string letters;
        for (const char c : code_) {
            if (std::isalnum(static_cast<unsigned char>(c))) {
                letters += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            }
        }
        code_ = letters.size() > 4 ? letters.substr(0, 4) + "-" + letters.substr(4) : letters;
    }
    ImGui::SameLine();
    search_id_ = ImGui::GetID("Search");
    field("Search", search_,
          {.role = Role::combobox_field,
           .placeholder = "Fruit",
           .expanded = search_.empty() ? semantics::State::no : semantics::State::yes,
           .keys = semantics::Key::down,
           .controls = search_.empty() ? 0 : ImHashStr("suggestions")});
    field("Notes", notes_, {.role = Role::textarea, .placeholder = "Several lines"}, 536, 64);
    ImGui::SameLine();
    text("Name is " + name_ + ", code is " + code_ + ", secret has " + std::to_string(secret_.size()));
}

void Page::popups() {
    if (press("Open dialog", {.role = Role::button, .opens = semantics::Opens::dialog})) {
        dialog_open_ = true;
    }
    ImGui::SameLine();
    menu_at_ = ImGui::GetCursorScreenPos() + ImVec2(0, 36);
    if (press("Open menu", {.role = Role::button,
                            .expanded = menu_open_ ? semantics::State::yes : semantics::State::no,
                            .opens = semantics::Opens::menu})) {
        menu_open_ = !menu_open_;
    }
    ImGui::SameLine();
    if (button("Copy code")) {
        platform_.copy_text("ACDE-FGHJ", [this](bool copied) { copied_ = copied ? "Copied" : "Refused"; });
    }
    ImGui::SameLine();
    if (button("Choose file")) {
        platform_.choose_file(".csv", 1000, [this](ChosenFile file) {
            static constexpr const char* reasons[] = {"", "cancelled", "too large", "unreadable"};
            file_ = file.name + " " + std::to_string(file.bytes.size()) + " " +
                    reasons[static_cast<int>(file.refusal)];
        });
    }
    ImGui::SameLine();
    if (button("Save file")) {
        platform_.save_file("saved.csv", "text/csv", "a,b\n1,2\n");
    }
    ImGui::SameLine();
    if (button("Remove first row")) {
        rows_.erase(rows_.begin());
    }
    ImGui::SameLine();
    text("File " + file_ + ". Clipboard " + copied_ + ". Picked " + picked_);
}

void Page::dialog() {
    if (!dialog_open_) {
        return;
    }
    const ImVec2 size{420, 220}, at = (ImGui::GetIO().DisplaySize - size) * 0.5f;
    ImGui::SetNextWindowPos(at);
    ImGui::SetNextWindowSize(size);
    ImGui::Begin("dialog", nullptr, ImGuiWindowFlags_NoDecoration);
    ImGui::GetWindowDrawList()->AddRectFilled(at, at + size, style().panel, 8);
    ImGui::GetWindowDrawList()->AddRect(at, at + size, style().edge, 8);
    const ImGuiID id = ImGui::GetCurrentWindow()->ID;
    tree().begin({.id = id,
                  .role = Role::dialog,
                  .name = "Join",
                  .rect = window_rect(),
                  .layer = true,
                  .modal = true});
    text("Join something", Role::heading, 2);
    field("Access Code", in_dialog_, {.role = Role::textbox});
    const bool done = button("Done");
    tree().end();
    ImGui::End();
    if (done || tree().dismissed(id)) {
        dialog_open_ = false;
    }
}

void Page::menu() {
    if (!menu_open_) {
        return;
    }
    ImGui::SetNextWindowPos(menu_at_);
    ImGui::SetNextWindowSize({180, 130});
    ImGui::Begin("menu", nullptr, ImGuiWindowFlags_NoDecoration);
    ImGui::GetWindowDrawList()->AddRectFilled(menu_at_, menu_at_ + ImVec2(180, 130), style().panel, 8);
    const ImGuiID id = ImGui::GetCurrentWindow()->ID;
    tree().begin({.id = id, .role = Role::menu, .name = "Actions", .rect = window_rect(), .layer = true});
    for (const char* item : {"Cut", "Duplicate", "Paste"}) {
        if (press(item, {.role = Role::menuitem})) {
            picked_ = item;
            menu_open_ = false;
        }
    }
    tree().end();
    ImGui::End();
    menu_open_ = menu_open_ && !tree().dismissed(id);
}

// A popup that covers part of a field which keeps the focus.
void Page::suggestions() {
    if (search_.empty()) {
        return;
    }
    ImGui::SetNextWindowPos({40, 190});
    ImGui::SetNextWindowSize({300, 120});
    ImGui::Begin("suggestions", nullptr, ImGuiWindowFlags_NoDecoration);
    const ImRect box = ImGui::GetCurrentWindow()->Rect();
    ImGui::GetWindowDrawList()->AddRectFilled(box.Min, box.Max, style().panel, 8);
    ImGui::GetWindowDrawList()->AddRect(box.Min, box.Max, style().edge, 8);
    tree().begin({.id = ImHashStr("suggestions"),
                  .role = Role::listbox,
                  .name = "Suggestions",
                  .rect = rect_of(box),
                  .grabs_focus = false,
                  .layer = true});
    for (const char* fruit : {"Apple", "Pear"}) {
        if (press(fruit, {.role = Role::option})) {
            picked_ = fruit;
            search_.clear();
        }
    }
    tree().end();
    ImGui::End();
}

void Page::grid() {
    const ImGuiID id = ImGui::GetID("grid");
    const int count = static_cast<int>(rows_.size());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 size = ImGui::GetContentRegionAvail();
    tree().begin({.id = id,
                  .role = Role::grid,
                  .name = "Numbers",
                  .rect = {at.x, at.y, size.x, size.y},
                  .row_count = count,
                  .column_count = 4});
    grid_header(id);
    constexpr float height = 34;
    const ImGuiID body = ImGui::GetID("body");
    float x = 0, y = 0;
    if (tree().take_scroll(body, x, y)) {
        ImGui::SetNextWindowScroll({x, y});
    }
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::BeginChild("rows", {0, 0}, ImGuiChildFlags_None, ImGuiWindowFlags_NoScrollWithMouse);
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    const semantics::GridFocus focus = tree().grid_focus(id);
    if (focus.wanted_index >= 0) {
        const float top = static_cast<float>(focus.wanted_index) * height,
                    seen = window->InnerRect.GetHeight();
        if (top < window->Scroll.y) {
            ImGui::SetScrollY(top);
        } else if (top + height > window->Scroll.y + seen) {
            ImGui::SetScrollY(top + height - seen);
        }
    }
    tree().begin({.id = body,
                  .role = Role::rowgroup,
                  .rect = rect_of(window->InnerRect),
                  .scroll = {true, window->Scroll.x, window->Scroll.y, window->InnerRect.GetWidth(),
                             static_cast<float>(count) * height}});
    ImGuiListClipper clipper;
    clipper.Begin(count, height);
    if (focus.wanted_index >= 0) {
        clipper.IncludeItemByIndex(focus.wanted_index);
    }
    if (focus.row_id != 0) {
        for (int i = 0; i < count; ++i) {
            if (ImHashData(&rows_[static_cast<std::size_t>(i)], sizeof(int), 77) == focus.row_id) {
                clipper.IncludeItemByIndex(i);
                break;
            }
        }
    }
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            grid_row(i, window->InnerRect.GetWidth());
        }
    }
    tree().end();
    ImGui::EndChild();
    ImGui::PopStyleVar();
    tree().end();
}

void Page::grid_header(ImGuiID id) {
    ImGui::PushID(static_cast<int>(id));
    tree().begin({.role = Role::row});
    tree().begin({.role = Role::columnheader,
                  .sort = descending_ ? semantics::Sort::descending : semantics::Sort::ascending,
                  .column = 0});
    if (button("Number")) {
        descending_ = !descending_;
        std::reverse(rows_.begin(), rows_.end());
    }
    tree().end();
    for (int column = 1; column < 4; ++column) {
        static constexpr const char* names[] = {"", "Words", "Actions", "Edit"};
        ImGui::SameLine(column * 240.0f);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        draw_text(at + ImVec2(0, 9), style().soft, names[column]);
        ImGui::Dummy({100, 32});
        tree().leaf({.role = Role::columnheader,
                     .name = names[column],
                     .rect = {at.x, at.y, 100, 32},
                     .column = column});
    }
    tree().end();
    ImGui::PopID();
}

void Page::grid_row(int index, float width) {
    const int number = rows_[static_cast<std::size_t>(index)];
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImGuiID row = ImHashData(&number, sizeof(int), 77);
    const std::string label = "Row " + std::to_string(number);
    ImGui::PushID(number);
    tree().begin({.id = row, .role = Role::row, .rect = {at.x, at.y, width, 34}, .row = index});
    draw_text(at + ImVec2(12, 10), style().ink, label);
    tree().leaf({.role = Role::rowheader, .name = label, .rect = {at.x, at.y, 240, 34}, .column = 0});
    tree().begin({.role = Role::gridcell, .rect = {at.x + 240, at.y, 240, 34}, .column = 1});
    ImGui::SetCursorScreenPos(at + ImVec2(240, 0));
    if (press("Open", {.role = Role::link, .href = "#/row"})) {
        picked_ = label;
    }
    tree().end();
    tree().begin({.role = Role::gridcell, .rect = {at.x + 480, at.y, 240, 34}, .column = 2});
    ImGui::SetCursorScreenPos(at + ImVec2(480, 0));
    if (button("Accept")) {
        picked_ = "accept " + label;
    }
    ImGui::SameLine();
    if (button("Remove")) {
        picked_ = "remove " + label;
        rows_.erase(rows_.begin() + index);
    }
    tree().end();
    tree().begin({.role = Role::gridcell, .rect = {at.x + 720, at.y, 240, 34}, .column = 3});
    ImGui::SetCursorScreenPos(at + ImVec2(720, 0));
    if (index == 2) {
        field("Cell", cell_text_, {.role = Role::textbox}, 160, 30);
    }
    tree().end();
    tree().end();
    ImGui::PopID();
    ImGui::SetCursorScreenPos(at + ImVec2(0, 34));
}

}  // namespace test_page

namespace parasol::browser {

std::unique_ptr<App> make_app(Platform& platform) { return std::make_unique<test_page::Page>(platform); }

}  // namespace parasol::browser
