// The tab "Brand" of a base account: the name, colour and logo that those below it see, and the form that changes them.
#include <utility>

#include "domain/brand.h"
#include "domain/text_rules.h"
#include "ui/icons.h"
#include "ui/screen.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

constexpr std::uint64_t largest_picture = 5 * 1024 * 1024;
constexpr float shown_height = 48;

struct BrandDraft {
    bool editing = false;
    bool leads = false;  // the focus to the first field: "Edit Brand" is gone
    std::string name, colour;
    std::string from_name, from_colour;  // as they were when the form was opened: what the person saw
    std::optional<std::string> logo;     // chosen; empty: taken away; none: stays
    bool reading = false;
    std::optional<Refusal> refusal, name_refusal, colour_refusal, logo_refusal;
};

bool check_fields(BrandDraft& draft) {
    const std::string_view name = trimmed(draft.name), colour = trimmed(draft.colour);
    draft.refusal.reset();
    draft.name_refusal = name.empty() ? std::nullopt : check_name(name);
    if (!draft.name_refusal && code_points(name) > longest_brand_name) draft.name_refusal = Refusal::name_too_long;
    const bool fine = colour.empty() || is_colour(colour);
    draft.colour_refusal = fine ? std::nullopt : std::optional(Refusal::colour_not_valid);
    return !draft.name_refusal && !draft.colour_refusal;
}

SetBrand command_of(const BrandDraft& draft) {
    SetBrand command;
    const std::string name(trimmed(draft.name)), colour(trimmed(draft.colour));
    if (name != draft.from_name) command.name = Edit{draft.from_name, name};
    if (colour != draft.from_colour) command.colour = Edit{draft.from_colour, colour};
    command.logo = draft.logo;
    return command;
}

// What counts, and whether it is the account's own.
void draw_fact(ui::Facts& facts, std::string_view label, const std::string& own, const std::string& shown,
               std::string_view otherwise, bool colour) {
    facts.begin_row(label);
    {
        ui::Row line;
        if (colour && !shown.empty()) ui::swatch(rgb_of(shown));
        if (shown.empty()) ui::muted(otherwise);
        else ui::text(shown);
        if (own.empty() && !shown.empty()) ui::badge("Inherited");
    }
    facts.end_row();
}

void draw_logo(const Scene& scene, const std::string& png) {
    const char32_t picture = scene.platform.picture(1, png);
    if (picture != 0) ui::picture(picture, shown_height, "Logo");
    else ui::muted(png.empty() ? "Parasol's own" : "Loading the logo");
}

void draw_facts(const Scene& scene, const AccountRow& row) {
    const FaceRow& face = scene.view.brand_of(row.id);
    ui::Facts facts(140);
    draw_fact(facts, "Brand name", row.brand.name, face.brand_name, "Parasol", false);
    draw_fact(facts, "Colour", row.brand.colour, face.brand_colour, "Parasol's own", true);
    facts.begin_row("Logo");
    {
        ui::Row line;
        draw_logo(scene, scene.view.logo_for(row.id));
        if (!row.brand.logo && !face.logo_of.is_none()) ui::badge("Inherited");
    }
    facts.end_row();
}

void choose_logo(const Scene& scene, Drafts& drafts, BrandDraft& draft) {
    // What the form shows is what would be saved.
    const std::string& png = draft.logo ? *draft.logo : scene.view.logo_for(scene.account());
    ui::heading(3, "Logo");
    draw_logo(scene, png);
    const auto kept = drafts.share<BrandDraft>(scene.account(), "brand");
    ui::choose_file("Choose Logo",
                    {.accept = "image/png,image/jpeg,image/webp",
                     .max_bytes = largest_picture,
                     .hint = "PNG, JPEG or WebP, at most 5 MB. It is made smaller, and is best wide and low.",
                     .busy = draft.reading},
                    [kept, &platform = scene.platform](const ChosenFile& file) {
                        if (file.refusal == FileRefusal::cancelled) return;
                        kept->logo_refusal.reset();
                        if (file.refusal != FileRefusal::none) {
                            kept->logo_refusal = Refusal::logo_not_valid;
                            return;
                        }
                        kept->reading = true;
                        platform.shrink_picture(file.bytes, longest_logo, [kept](std::string shrunk) {
                            kept->reading = false;
                            if (is_logo(shrunk)) kept->logo = std::move(shrunk);
                            else kept->logo_refusal = Refusal::logo_not_valid;
                        });
                    });
    if (draft.logo_refusal) ui::banner(ui::Tone::danger, words::of(*draft.logo_refusal));
    const AccountRow* row = scene.view.account_row(scene.account());
    const bool own = draft.logo ? !draft.logo->empty() : row && row->brand.logo;
    if (own && ui::button("Remove Logo", {.icon = icon_trash_2})) {
        draft.logo = std::string();
        ui::focus(ui::id_of("Choose Logo"));
    }
}

void save(const Scene& scene, Drafts& drafts, Wishes& wishes, BrandDraft& draft) {
    if (!check_fields(draft)) return ui::focus_error();
    const AccountId account = scene.account();
    wishes.command(account, command_of(draft),
                   [kept = drafts.share<BrandDraft>(account, "brand"),
                    &replica = scene.replica](const CommandHandle& handle) {
                       kept->refusal = handle.refusal;
                       if (handle.refusal) return;
                       kept->editing = false;
                       ui::focus(ui::id_of("Edit Brand"));
                       say_done(replica, handle, "Changed");
                   });
}

void draw_form(const Scene& scene, Drafts& drafts, Wishes& wishes, BrandDraft& draft) {
    ui::Group form(semantics::Role::form, "Edit Brand");
    ui::Column column({.gap = 12});
    if (std::exchange(draft.leads, false)) ui::focus(ui::id_of("Brand name"));
    bool entered = ui::text_field("Brand name", draft.name,
                                  {.description = "In place of \"Parasol\". Empty: as the account above shows it.",
                                   .refusal = &draft.name_refusal,
                                   .optional = true})
                       .submitted;
    entered = ui::text_field("Colour", draft.colour,
                             {.description = "# and six digits or letters, such as #1a73e8. Where it could not be read "
                                             "it is made lighter or darker.",
                              .refusal = &draft.colour_refusal,
                              .optional = true})
                  .submitted ||
              entered;
    if (is_colour(trimmed(draft.colour))) ui::swatch(rgb_of(trimmed(draft.colour)));
    choose_logo(scene, drafts, draft);
    if (draft.refusal) ui::banner(ui::Tone::danger, words::of(*draft.refusal));
    ui::Row buttons;
    if (ui::button("Save", {.kind = ui::ButtonKind::primary}) || entered) save(scene, drafts, wishes, draft);
    if (ui::button("Cancel")) {
        draft.editing = false;
        ui::focus(ui::id_of("Edit Brand"));
    }
}

}  // namespace

void draw_brand(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<BrandDraft>(scene.account(), "brand");
    const AccountRow* row = scene.view.account_row(scene.account());
    if (!row) return ui::skeleton(4, "Loading the brand");
    if (draft.editing) return draw_form(scene, drafts, wishes, draft);
    ui::Column column({.gap = 12});
    ui::heading(2, "Brand");
    ui::muted("How the portal looks to whoever works in " + row->name +
              " or in an account below it. What it does not set itself comes from the account above.");
    draw_facts(scene, *row);
    if (scene.may(Permission::manage) && row->state != AccountState::closed &&
        ui::button("Edit Brand", {.icon = icon_pencil})) {
        draft = {};
        draft.editing = draft.leads = true;
        draft.name = draft.from_name = row->brand.name;
        draft.colour = draft.from_colour = row->brand.colour;
    }
}

}  // namespace parasol::screens
