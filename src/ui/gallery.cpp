#include "ui/gallery.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "ui/platform.h"
#include "ui/words.h"

namespace parasol::ui {
namespace {

constexpr std::string_view places[] = {"Harbour",  "Northwind", "Lindqvist", "Alder",   "Bright",
                                       "Cobalt",   "Dunmore",   "Ever",      "Fairfax", "Greenway",
                                       "Holloway", "Iris",      "Juniper",   "Kestrel"};
constexpr std::string_view trades[] = {"Telecom", "Logistics", "Dental", "Foods",    "Print",    "Travel",
                                       "Legal",   "Motors",    "Energy", "Textiles", "Insurance"};

void sections_rail(const Gallery& gallery) {
    struct Section {
        std::string_view label, route;
        char32_t icon;
        long long count = 0;
    };
    static constexpr Section sections[] = {
        {"Overview", "/overview", icon_building_2}, {"Buttons", "/buttons", icon_play},
        {"Forms", "/forms", icon_pencil},           {"Table", "/table", icon_folder_tree, 12},
        {"States", "/states", icon_network},       {"Dialogs", "/dialogs", icon_layers},
        {"Words", "/words", icon_help_circle},
    };
    std::vector<RailItem> items;
    for (const Section& section : sections) {
        items.push_back({.label = section.label,
                         .route = section.route,
                         .icon = section.icon,
                         .current = gallery.route == section.route,
                         .count = section.count});
    }
    rail("Account", items);
}

void top_bar(Gallery& gallery) {
    TopBar bar("Parasol", 0, "/overview");
    static constexpr Crumb crumbs[] = {{"Parasol Operator", "/buttons"},
                                       {"Bluewater Partners", "/forms"},
                                       {"Coastline Resale Ltd", "/table"},
                                       {"Harbour Telecom", "/overview"}};
    bar.breadcrumb(crumbs);
    bar.end();
    if (!narrow()) {
        const std::array<Suggestion, 2> found{
            Suggestion{"Harbour Telecom", "Bluewater Partners / Coastline Resale Ltd", icon_building_2},
            Suggestion{"Ann Harbour", "Extension 204, Harbour Telecom", icon_users}};
        suggest_field("Search", gallery.search, std::span(found).first(gallery.search.size() % 3),
                      "Nothing here has this name or number.", {.width = 220});
    }
    link("Requests", "/table", {.icon = icon_inbox, .quiet = true});
    icon(icon_cloud, Color::success_text, 18, "Saved on this device. Synchronised.");
    if (Popover popover("Switch account", {.button = {.kind = ButtonKind::quiet, .icon = icon_user_round}});
        popover) {
        heading(2, "Switch account");
        search_field("Find an account", gallery.filter);
        for (const std::string_view account : {"Harbour Telecom", "Northwind Dental"}) {
            Row row;
            avatar(account);
            button(account, {.kind = ButtonKind::quiet});
        }
    }
}

// --- Overview: what a real page is made of ---

void member_table(Gallery& gallery) {
    static constexpr ColumnSpec columns[] = {
        {.key = "position", .title = "No.", .width = 64, .share = 0, .hide_order = 1},
        {.key = "name", .title = "Name", .width = 180, .share = 2},
        {.key = "kind", .title = "Role", .width = 170},
        {.key = "since", .title = "Since", .width = 120, .hide_order = 2},
        {.key = "actions",
         .title = "Actions",
         .width = 60,
         .share = 0,
         .align = Align::end,
         .title_hidden = true},
    };
    static constexpr std::string_view names[] = {"Harbour Telecom", "Northwind Dental", "Łódź Print & Söhne",
                                                 "شركة الميناء", "株式会社みなと"};
    const Instant now = platform().utc_ms();
    table(
        "Members", gallery.members,
        {.columns = columns,
         .rows = 5,
         .row_id = [](int row) { return static_cast<std::uint64_t>(row + 1); },
         .cell =
             [&](const Cell& cell) {
                 switch (cell.column) {
                 case 0: text(std::to_string(cell.row + 1), {.color = Color::text_muted}); break;
                 case 1:
                     if (!cell.card) avatar(names[cell.row], 26);
                     space(6);
                     link(names[cell.row], "/table", {.quiet = true});
                     break;
                 case 2:
                     cell.row == 0 ? badge("Owner of the federation", Tone::accent, icon_shield)
                                   : badge("Member", Tone::neutral);
                     break;
                 case 3: muted(words::date(now - cell.row * 40 * one_day)); break;
                 default:
                     if (cell.row > 0 && icon_button(icon_unlink, "Remove " + std::string(names[cell.row]))) {
                         toast("Removed " + std::string(names[cell.row]) + ".");
                     }
                 }
             }});
}

void overview(Gallery& gallery) {
    page_heading("Federations", "View or Manage company federations.");
    {
        Banner banner(Tone::info, "This Account is the Administrator of this Federation",
                      "Two accounts are waiting for an answer.");
        button("See the requests", {.small = true});
    }
    {
        Columns columns({3, 2}, 20, 860, 20);
        columns.next();
        {
            Card card("Harbour Federation");
            Facts facts;
            facts.begin_row("Access Code");
            {
                Row row;
                code("ACDE-FGHJ-KMNP");
                copy_button("ACDE-FGHJ-KMNP", "access code");
                icon_button(icon_refresh_cw, "Refresh");
            }
            facts.end_row();
            facts.row("Expires",
                      words::relative_with_date(platform().utc_ms() + 12 * one_day, platform().utc_ms()));
            facts.row("Created by", "Harbour Telecom");
            facts.row("Third Party Reference", "");
            facts.begin_row("State");
            badge("Active", Tone::success);
            facts.end_row();
        }
        columns.next();
        {
            Card card("Pending Members");
            for (const std::string_view who : {"Alder Logistics", "Cobalt Foods"}) {
                const IdScope scope(who);
                Split split;
                avatar(who);
                Column column({.gap = 0});
                text(who, {.weight = Weight::medium});
                muted("asked yesterday", Type::small);
            }
            Row row;
            button("Accept both", {.kind = ButtonKind::primary, .icon = icon_check});
            button("Reject", {.icon = icon_x});
        }
    }
    {
        Card card("Members (5)", {.flush = true});
        member_table(gallery);
    }
}

// --- Buttons, links, text ---

void buttons(Gallery& gallery) {
    page_heading("Buttons and words", "Everything that can be pressed, in every state it can be in.");
    for (const bool small : {false, true}) {
        Card card(small ? "Small" : "Ordinary");
        const IdScope scope(small ? "small" : "ordinary");
        Row row;
        const auto count = [&](bool pressed) { gallery.presses += pressed; };
        count(button("Create Federation +", {.kind = ButtonKind::primary, .small = small}));
        count(button("Join Federation", {.small = small}));
        count(button("More", {.kind = ButtonKind::quiet, .small = small}));
        count(button("Remove", {.kind = ButtonKind::danger, .icon = icon_trash_2, .small = small}));
        count(button("Export", {.icon = icon_download, .icon_after = icon_chevron_down, .small = small}));
        button("Disabled", {.disabled = "Nothing is chosen yet. Choose a row first.", .small = small});
        button("Disabled primary",
               {.kind = ButtonKind::primary, .disabled = "Type a whole code first.", .small = small});
        button("Saving", {.kind = ButtonKind::primary, .busy = true, .small = small});
        icon_button(icon_copy, "Copy", {.kind = ButtonKind::quiet, .small = small});
        icon_button(icon_x, "Reject ACME", {.kind = ButtonKind::secondary, .small = small});
        icon_button(icon_check, "Accept ACME", {.disabled = "Look at the preview first.", .small = small});
    }
    {
        Card card("Links and menus");
        Row row({.gap = 16});
        link("A link in a sentence", "/forms");
        link("A quiet link", "/forms", {.quiet = true});
        link("With an icon", "/forms", {.icon = icon_external_link});
        link("Account Portal", "/forms", {.icon = icon_external_link, .looks_like_button = true});
        icon_link(icon_folder_tree, "Account Link", "/table");
        if (Menu menu("More actions", {.kind = ButtonKind::quiet, .icon = icon_more_horizontal}); menu) {
            gallery.presses += menu.item("Rename", icon_pencil);
            menu.item("Suspend", icon_pause, "Only somebody with a role above this account may do this.");
            menu.separator();
            menu.caption("Danger");
            menu.item("Dissolve", icon_trash_2, {}, true);
        }
        if (Menu menu("Theme", {.icon = icon_monitor, .icon_after = icon_chevron_down}, true); menu) {
            menu.choice("As the system", true);
            menu.choice("Light", false);
            menu.choice("Dark", false, "Easier at night");
        }
    }
    {
        Card card("Words");
        heading(2, "A heading of a section");
        heading(3, "A heading of a part");
        text(
            "Ordinary text is fourteen pixels high and breaks into lines where the room ends. It says what "
            "is so, and "
            "what to do about it, in whole sentences that a person would say.");
        muted("Quieter text explains.");
        text("Text with an icon", {.icon = icon_info});
        text("A very long name that has no room here and is cut, so that its whole is a tooltip",
             {.wraps = false, .width = 240});
        text("مرحبا بالعالم 123  नमस्ते  שלום  👩‍👩‍👧‍👦 é");
        code("ACDE-FGHJ-KMNP");
        Row row;
        avatar("Ann Harbour");
        avatar("Björn Åkesson");
        avatar("株式会社みなと");
        avatar("x", 44);
    }
}

// --- Forms ---

void forms(Gallery& gallery) {
    page_heading("Forms", "Fields, choices and files.");
    static constexpr Option roles[] = {
        {"Account owner", "May do everything here and below."},
        {"Billing administrator", "Sees everything and looks after money."},
        {"Viewer", "Changes nothing.", 0, "Viewers cannot be invited here. Choose another role."},
    };
    static constexpr Option kinds[] = {{"Partner"},
                                       {"Reseller", "Sells to customers of its own"},
                                       {"Customer"},
                                       {"Internal use", {}, 0, "Made by itself."}};
    {
        Card card("New account");
        Group form(semantics::Role::form, "New account");
        Columns columns({1, 1}, 20, 640, 16);
        columns.next();
        text_field("Name", gallery.name,
                   {.autocomplete = "organization", .required = true, .max_length = 200});
        email_field("E-mail", gallery.email,
                    {.error = gallery.email.empty()
                                  ? ""
                                  : "This is not an e-mail address. Write it like name@example.com.",
                     .placeholder = "name@example.com",
                     .optional = true});
        select("Kind", gallery.kind, kinds, {.placeholder = "Choose a kind", .required = true});
        columns.next();
        text_field("Third Party Reference", gallery.code,
                   {.description = "Your own number for this account.", .optional = true});
        text_field("Account Number", gallery.file,
                   {.placeholder = "assigned when synchronised",
                    .disabled = "The number is given when the account is made."});
        password_field("Password", gallery.secret, {.autocomplete = "current-password"});
    }
    {
        Columns columns({1, 1}, 20, 640, 20);
        columns.next();
        {
            Card card("Choices");
            radio_group("Role", gallery.role, roles);
            separator();
            checkbox("I have read what stops working", gallery.terms,
                     {.error = gallery.terms ? "" : "Read it and tick this box to go on."});
            bool locked = true;
            checkbox("Shown in the directory", locked, {.disabled = "The federation decides this."});
            switch_button("Send notices", gallery.notify, {.description = "By e-mail, once a day at most."});
            switch_button("Sub accounts may federate outside this partner", gallery.outside);
            bool off = false;
            switch_button("Emergency mode", off, {.id = "emergency", .disabled = "Not part of your offer."});
        }
        columns.next();
        {
            Card card("Longer text and files");
            text_area("Reason", gallery.notes, {.placeholder = "Shown to those who asked", .optional = true});
            choose_file("Choose a CSV file",
                        {.max_bytes = 5 * 1024 * 1024, .hint = "At most 10,000 rows and 5 MB"},
                        [](ChosenFile file) { toast("Chose " + file.name + "."); });
            int chosen = 2;
            select("Not to be changed", chosen, kinds, {.disabled = "The kind never changes."});
        }
    }
    {
        Row row;
        filter_chip("Suspended", gallery.suspended_only, icon_pause);
        filter_chip("Has no administrator yet", gallery.without_administrator);
    }
}

// --- The large table ---

void sort_rows(Gallery& gallery) {
    if (static_cast<int>(gallery.order.size()) != gallery.rows) {
        gallery.order.resize(static_cast<std::size_t>(gallery.rows));
        std::iota(gallery.order.begin(), gallery.order.end(), 0);
    }
    const bool by_name = gallery.accounts.sort_column == 1;
    const auto key = [&](int row) { return by_name ? (row * 37) % 154 : row; };
    std::sort(gallery.order.begin(), gallery.order.end(), [&](int a, int b) {
        const bool less = key(a) != key(b) ? key(a) < key(b) : a < b;
        return gallery.accounts.descending ? key(a) > key(b) || (key(a) == key(b) && a > b) : less;
    });
}

void account_cell(Gallery& gallery, const Cell& cell, int number) {
    const std::string name = gallery_account(number);
    const std::uint64_t id = static_cast<std::uint64_t>(number) + 1;
    switch (cell.column) {
    case 0: row_opener(gallery.accounts, id, "Show offers of " + name); break;
    case 1: link(name, "/overview", {.quiet = true}); break;
    case 2: muted(words::kind(static_cast<AccountKind>(1 + number % 4))); break;
    case 3: text(std::to_string(412'000'000 + number)); break;
    case 4:
        if (number % 9 == 0) {
            badge("Suspended", Tone::warning);
        } else {
            badge("Active", Tone::success);
        }
        break;
    case 5: text(words::number(number * 7 % 421)); break;
    case 6: muted(words::date(platform().utc_ms() - number % 900 * one_day)); break;
    default:
        icon_link(icon_folder_tree, "Account Link", "/overview");
        icon_link(icon_external_link, "Portal Link", "/forms");
    }
}

void large_table(Gallery& gallery) {
    static constexpr ColumnSpec columns[] = {
        {.key = "opener", .title = "Offers", .width = 64, .share = 0, .title_hidden = true},
        {.key = "name", .title = "Name", .width = 190, .share = 3, .sortable = true},
        {.key = "kind", .title = "Kind", .width = 110, .sortable = true, .hide_order = 2},
        {.key = "number", .title = "Account Number", .width = 140, .sortable = true},
        {.key = "state", .title = "State", .width = 110},
        {.key = "users",
         .title = "Users",
         .width = 90,
         .sortable = true,
         .align = Align::end,
         .hide_order = 3},
        {.key = "since", .title = "Sign Up Date", .width = 130, .hide_order = 4},
        {.key = "links",
         .title = "Links",
         .width = 110,
         .share = 0,
         .align = Align::end,
         .title_hidden = true},
    };
    if (static_cast<int>(gallery.order.size()) != gallery.rows) {
        sort_rows(gallery);
    }
    {
        Split split;
        page_heading("Accounts",
                     words::count(gallery.rows, "account below this one", "accounts below this one"));
        split.end();
        button("Import", {.icon = icon_upload});
        button("Add Account", {.kind = ButtonKind::primary, .icon = icon_plus});
    }
    {
        Row row;
        search_field("Find an account", gallery.filter, {.width = 280});
        filter_chip("Suspended", gallery.suspended_only, icon_pause);
        filter_chip("Has no administrator yet", gallery.without_administrator);
    }
    const bool sorted =
        table("Accounts", gallery.accounts,
              {.columns = columns,
               .rows = gallery.rows,
               .row_id =
                   [&](int row) {
                       return static_cast<std::uint64_t>(gallery.order[static_cast<std::size_t>(row)]) + 1;
                   },
               .cell =
                   [&](const Cell& cell) {
                       account_cell(gallery, cell, gallery.order[static_cast<std::size_t>(cell.row)]);
                   },
               .row_name =
                   [&](int row) { return gallery_account(gallery.order[static_cast<std::size_t>(row)]); },
               .details =
                   [&](int row) {
                       text("Offers of " + gallery_account(gallery.order[static_cast<std::size_t>(row)]),
                            {.weight = Weight::medium});
                       muted("Hosted Line: 12 licences. Call Recording: not enabled.");
                       button("See all offers", {.small = true});
                   },
               .fills_height = true});
    if (sorted) {
        sort_rows(gallery);
    }
}

// --- States ---

void states(Gallery& gallery) {
    page_heading("States", "What is under way, what went wrong, and places where nothing is yet.");
    banner(Tone::success, "Saved on this device. Synchronised.");
    banner(Tone::warning, "Three commands are waiting.", "They are sent as soon as there is a connection.");
    {
        Banner banner(Tone::danger, "Not saved: the disk is full.",
                      "What you did since 04:30 is only in this tab.");
        button("Export what is not saved", {.icon = icon_download, .small = true});
    }
    banner(Tone::neutral, "This account is closed, which is final.");
    {
        Card card("Badges");
        Row row;
        badge("Neutral");
        badge("Pending", Tone::info, icon_info);
        badge("Active", Tone::success, icon_check);
        badge("Suspended", Tone::warning, icon_pause);
        badge("Rejected", Tone::danger);
        badge("Owner", Tone::accent, icon_shield);
        count_badge(12, "12 open requests", Tone::accent);
        count_badge(1234, "1,234 users");
    }
    {
        Columns columns({1, 1}, 20, 640, 20);
        columns.next();
        {
            Card card("Under way");
            progress_bar("Importing accounts", 0.42f, "2,100 of 5,000 accounts");
            progress_bar("Starting", -1, "Making the sample ready");
            spinner("Looking for the federation");
            skeleton(3, "Loading members");
        }
        columns.next();
        {
            Card card("Tabs");
            static constexpr Tab tabs[] = {
                {"Contact details", icon_mail}, {"Tiered", icon_network, 3}, {"History"}};
            const Tabs shown("Information", gallery.tab, tabs);
            text(gallery.tab == 0 ? "Who to write to." : gallery.tab == 1 ? "The federation." : "What was.");
        }
    }
    {
        Card card("Nothing yet", {.flush = true});
        static constexpr ColumnSpec columns[] = {
            {.key = "name", .title = "Name", .width = 160, .sortable = true},
            {.key = "since", .title = "Since", .width = 100}};
        table("Nothing", gallery.empty,
              {.columns = columns,
               .rows = 0,
               .row_id = [](int) { return std::uint64_t{0}; },
               .cell = [](const Cell&) {},
               .empty =
                   [&] {
                       Empty empty(icon_users, "No member is added at the moment.",
                                   "Create a federation, or join one with the access code it gave you.");
                       button("Create Federation +", {.kind = ButtonKind::primary});
                       button("Join Federation");
                   }});
    }
}

// --- Dialogs ---

void dialogs(Gallery& gallery) {
    page_heading("Dialogs", "What opens over the page.");
    Row row;
    if (button("Join Federation", {.opens = semantics::Opens::dialog})) gallery.joining = true;
    if (button("Leave Federation", {.opens = semantics::Opens::dialog})) gallery.leaving = true;
    if (button("Dissolve Federation", {.kind = ButtonKind::danger, .opens = semantics::Opens::dialog})) {
        gallery.dissolving = true;
    }
    if (button("A long one", {.opens = semantics::Opens::dialog})) gallery.long_dialog = true;
    if (button("Say something")) toast("Access code copied.", Tone::success);
    if (Dialog dialog("Join Federation", gallery.joining,
                      {.description = "Type the access code that the federation gave you."});
        dialog) {
        const bool whole = gallery.code.size() >= 12;
        text_field("Access Code", gallery.code,
                   {.description = "Twelve symbols, like ACDE-FGHJ-KMNP.",
                    .autocomplete = "off",
                    .required = true,
                    .autofocus = true});
        if (whole) {
            Facts facts(120);
            facts.row("Code", "ACDE-FGHJ-KMNP");
            facts.row("Creator", "Harbour Telecom");
            facts.row("Members", "5");
        }
        dialog.footer();
        if (button("Cancel")) dialog.close();
        button("Join", {.kind = ButtonKind::primary, .disabled = whole ? "" : "Type a whole code first."});
    }
    static constexpr std::string_view points[] = {
        "Calls to members by internal extension: calls in progress finish, the next is refused.",
        "The shared directory of names and extensions."};
    if (confirm("Leave Federation", gallery.leaving, "Leave Federation",
                {.text = "Harbour Telecom leaves Harbour Federation. This will stop working:",
                 .points = points}) == Confirmed::yes) {
        gallery.leaving = false;
    }
    if (confirm(
            "Dissolve Federation", gallery.dissolving, "Dissolve Federation",
            {.text = "All five members lose what they share, at once.", .must_type = "Harbour Federation"},
            &gallery.typed) == Confirmed::yes) {
        gallery.dissolving = false;
    }
    if (Dialog dialog("Everything about a member", gallery.long_dialog, {.width = 560}); dialog) {
        for (int at = 0; at < 24; ++at) {
            text(std::to_string(at + 1) + ". " + gallery_account(at * 31));
        }
        static constexpr Option kinds[] = {{"Full"}, {"Without billing"}, {"Services only"}, {"Paused"}};
        select("Limit", gallery.role, kinds);
        dialog.footer();
        if (button("Done", {.kind = ButtonKind::primary})) dialog.close();
    }
}

void all_words() {
    page_heading("Words used here", "And every refusal.");
    {
        Card card("Refusals");
        for (std::size_t at = 0; at < refusal_count; ++at) {
            Column column({.gap = 0});
            text(to_string(static_cast<Refusal>(at)), {.type = Type::small, .color = Color::text_muted});
            text(words::of(static_cast<Refusal>(at)));
        }
    }
    Card card("Glossary");
    for (const words::Term& term : words::glossary()) {
        Column column({.gap = 0});
        text(term.word, {.weight = Weight::semibold});
        muted(term.also, Type::small);
        text(term.meaning);
    }
}

}  // namespace

std::string gallery_account(int number) {
    const std::size_t at = static_cast<std::size_t>(number);
    std::string name(places[at * 5 % std::size(places)]);
    name += " ";
    name += trades[at * 3 % std::size(trades)];
    return name + " " + std::to_string(number + 1);
}

void draw_gallery(Gallery& gallery) {
    top_bar(gallery);
    if (gallery.acting) {
        band("Acting for another account", icon_network, "Acting in Harbour Telecom for Bluewater Partners",
             "Back to Bluewater Partners", "/forms");
    }
    sections_rail(gallery);
    const Main main(gallery.route, {.width = gallery.route == "/table" ? 0 : content_width});
    const std::string& route = gallery.route;
    if (route == "/buttons") {
        buttons(gallery);
    } else if (route == "/forms") {
        forms(gallery);
    } else if (route == "/table") {
        large_table(gallery);
    } else if (route == "/states") {
        states(gallery);
    } else if (route == "/dialogs") {
        dialogs(gallery);
    } else if (route == "/words") {
        all_words();
    } else {
        overview(gallery);
    }
}

}  // namespace parasol::ui
