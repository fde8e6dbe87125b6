#include "semantics/attributes.h"

namespace semantics {

namespace {

// The role attribute, empty where the element says it already.
std::string_view role_word(Role role) {
    switch (role) {
    case Role::banner: return "banner";
    case Role::contentinfo: return "contentinfo";
    case Role::region: return "region";
    case Role::search: return "search";
    case Role::group: return "group";
    case Role::toolbar: return "toolbar";
    case Role::status: return "status";
    case Role::alert: return "alert";
    case Role::img: return "img";
    case Role::progressbar: return "progressbar";
    case Role::separator: return "separator";
    case Role::tooltip: return "tooltip";
    case Role::list: return "list";
    case Role::listitem: return "listitem";
    case Role::definition: return "definition";
    case Role::term: return "term";
    case Role::checkbox: return "checkbox";
    case Role::switch_button: return "switch";
    case Role::radio: return "radio";
    case Role::radiogroup: return "radiogroup";
    case Role::tab: return "tab";
    case Role::tablist: return "tablist";
    case Role::tabpanel: return "tabpanel";
    case Role::menu: return "menu";
    case Role::menuitem: return "menuitem";
    case Role::menuitemcheckbox: return "menuitemcheckbox";
    case Role::menuitemradio: return "menuitemradio";
    case Role::listbox: return "listbox";
    case Role::option: return "option";
    case Role::combobox:
    case Role::combobox_field: return "combobox";
    case Role::dialog: return "dialog";
    case Role::alertdialog: return "alertdialog";
    case Role::table: return "table";
    case Role::grid: return "grid";
    case Role::treegrid: return "treegrid";
    case Role::rowgroup: return "rowgroup";
    case Role::row: return "row";
    case Role::columnheader: return "columnheader";
    case Role::rowheader: return "rowheader";
    case Role::gridcell: return "gridcell";
    case Role::cell: return "cell";
    default: return {};
    }
}

std::string_view state_word(State state) {
    return state == State::yes ? "true" : state == State::mixed ? "mixed" : "false";
}

class Writer {
  public:
    explicit Writer(Attributes& out) : out_(out) {}
    void text(Attribute attribute, std::string_view value) {
        if (!value.empty()) {
            out_.emplace_back(attribute, std::string(value));
        }
    }
    void number(Attribute attribute, int value, bool said) {
        if (said) {
            out_.emplace_back(attribute, std::to_string(value));
        }
    }
    void flag(Attribute attribute, bool on, std::string_view value = "true") {
        if (on) {
            out_.emplace_back(attribute, std::string(value));
        }
    }
    void state(Attribute attribute, State value) {
        if (value != State::none) {
            text(attribute, state_word(value));
        }
    }
    void reference(Attribute attribute, const Frame& frame, Id id) {
        if (const Item* other = id != 0 ? frame.item(id) : nullptr) {
            out_.emplace_back(attribute, "n" + std::to_string(other->slot));
        }
    }

  private:
    Attributes& out_;
};

void field_attributes(const Node& node, Writer& writer) {
    static constexpr std::string_view modes[] = {"", "email", "tel", "url", "numeric", "decimal", "search"};
    static constexpr std::string_view enters[] = {"", "done", "go", "next", "search", "send"};
    writer.text(Attribute::autocomplete, node.autocomplete.empty() ? "off" : node.autocomplete);
    writer.text(Attribute::inputmode, modes[static_cast<int>(node.input_mode)]);
    writer.text(Attribute::enterkeyhint, enters[static_cast<int>(node.enter_key)]);
    writer.text(Attribute::placeholder, node.placeholder);
    writer.number(Attribute::maxlength, node.max_length, node.max_length > 0);
    writer.text(Attribute::spellcheck, node.spellcheck ? "true" : "false");
    writer.flag(Attribute::readonly_field, node.readonly || node.disabled, "readonly");
    if (node.role == Role::combobox_field) {
        writer.text(Attribute::autocomplete_list, "list");
    }
}

// Header rows count as rows of the whole; data rows follow them.
void table_attributes(const Frame& frame, const Item& item, Writer& writer) {
    const Node& node = item.node;
    if (node.role == Role::row) {
        int table = item.parent;
        while (table > 0 && frame[table].node.role == Role::rowgroup) {
            table = frame[table].parent;
        }
        const bool counted = frame[table].node.row_count >= 0;
        writer.number(Attribute::rowindex, node.row < 0 ? 1 : node.row + 2, counted);
    }
    writer.number(Attribute::rowcount, node.row_count + 1, node.row_count >= 0);
    writer.number(Attribute::colcount, node.column_count, node.column_count >= 0);
    writer.number(Attribute::colindex, node.column + 1, node.column >= 0 && is_cell(node.role));
    static constexpr std::string_view sorts[] = {"", "none", "ascending", "descending"};
    writer.text(Attribute::sort, sorts[static_cast<int>(node.sort)]);
}

void state_attributes(const Node& node, Writer& writer) {
    writer.flag(Attribute::disabled, node.disabled);
    writer.flag(Attribute::readonly, node.readonly && !is_field(node.role));
    writer.flag(Attribute::required, node.required);
    writer.flag(Attribute::busy, node.busy);
    writer.flag(Attribute::modal, node.modal);
    writer.flag(Attribute::multiselectable, node.multiselectable);
    writer.flag(Attribute::sticky, node.sticky);
    writer.state(Attribute::checked, node.checked);
    writer.state(Attribute::expanded, node.expanded);
    writer.state(Attribute::selected, node.selected);
    writer.state(Attribute::pressed, node.pressed);
    static constexpr std::string_view currents[] = {"", "page", "step", "location", "true"};
    static constexpr std::string_view popups[] = {"", "menu", "listbox", "dialog", "grid"};
    static constexpr std::string_view lives[] = {"", "polite", "assertive"};
    writer.text(Attribute::current, currents[static_cast<int>(node.current)]);
    writer.text(Attribute::haspopup, popups[static_cast<int>(node.opens)]);
    writer.text(Attribute::live, lives[static_cast<int>(node.live)]);
    if (node.role == Role::progressbar) {
        writer.number(Attribute::valuenow, static_cast<int>(node.progress * 100 + 0.5f), node.progress >= 0);
        writer.text(Attribute::valuetext, node.value);
    }
    writer.number(Attribute::level, node.level, node.level > 0 && node.role != Role::heading);
    writer.number(Attribute::setsize, node.set_size, node.set_size > 0);
    writer.number(Attribute::posinset, node.position, node.position > 0);
}

}  // namespace

Kind kind_of(const Node& node) {
    switch (node.role) {
    case Role::button:
    case Role::checkbox:
    case Role::switch_button:
    case Role::radio:
    case Role::tab:
    case Role::menuitem:
    case Role::menuitemcheckbox:
    case Role::menuitemradio:
    case Role::combobox:
    case Role::option: return Kind::button;
    case Role::link: return Kind::a;
    case Role::textbox:
    case Role::combobox_field: return Kind::input_text;
    case Role::searchbox: return Kind::input_search;
    case Role::password: return Kind::input_password;
    case Role::textarea: return Kind::textarea;
    case Role::navigation: return Kind::nav;
    case Role::banner: return Kind::header;
    case Role::main: return Kind::main;
    case Role::complementary: return Kind::aside;
    case Role::region: return Kind::section;
    case Role::form: return Kind::form;
    case Role::contentinfo: return Kind::footer;
    case Role::paragraph: return Kind::p;
    case Role::text: return Kind::span;
    case Role::heading: {
        const int level = node.level < 1 ? 1 : node.level > 6 ? 6 : node.level;
        return static_cast<Kind>(static_cast<int>(Kind::h1) + level - 1);
    }
    default: return Kind::div;
    }
}

std::string_view own_text(const Item& item) {
    const Node& node = item.node;
    if (node.role == Role::combobox) {
        return node.value;
    }
    const bool named_by_attribute = is_field(node.role) || item.first_child >= 0 || node.role == Role::img ||
                                    node.role == Role::progressbar || node.role == Role::row ||
                                    node.role == Role::separator || node.layer || node.scroll.on ||
                                    is_grid(node.role) || is_composite(node.role);
    return named_by_attribute ? std::string_view{} : item.label;
}

void attributes_of(const Frame& frame, const Item& item, Attributes& out) {
    out.clear();
    const Node& node = item.node;
    Writer writer(out);
    writer.text(Attribute::role, role_word(node.role));
    if (own_text(item).empty() || node.role == Role::combobox) {
        writer.text(Attribute::label, item.label);
    }
    std::string description(node.error);
    if (!node.description.empty()) {
        description += description.empty() ? "" : " ";
        description += node.description;
    }
    writer.text(Attribute::description, description);
    writer.flag(Attribute::invalid, !node.error.empty());
    writer.number(Attribute::tabindex, item.tab, item.tab != Item::none);
    writer.text(Attribute::shortcut, node.shortcut);
    if (node.role == Role::link) {
        writer.text(Attribute::href, node.href.empty() ? "#" : node.href);
    }
    if (is_field(node.role)) {
        field_attributes(node, writer);
    }
    state_attributes(node, writer);
    table_attributes(frame, item, writer);
    writer.reference(Attribute::controls, frame, node.controls);
    writer.reference(Attribute::active, frame, node.active);
    writer.reference(Attribute::labelledby, frame, node.labelled_by);
    writer.flag(Attribute::inert, item.inert, "");
    writer.flag(Attribute::hidden, item.inert);
    writer.flag(Attribute::passive, node.layer && !node.grabs_focus);
}

}  // namespace semantics
