#include "ui/screens/why.h"

#include <algorithm>
#include <span>
#include <utility>

#include "ui/icons.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

using words::said;

constexpr ui::ColumnSpec columns[] = {
    {.key = "name", .title = "Name", .width = 180, .share = 2},
    {.key = "how", .title = "How", .width = 260, .share = 4},
    {.key = "actions", .title = "Actions", .width = 84, .share = 0, .title_hidden = true},
};

bool is_self(const Scene& scene, PersonId person) {
    const PersonRow* self = scene.view.person();
    return self && self->id == person;
}

const Reacher* find_person(const Reach& reach, PersonId person) {
    const auto found = std::find_if(reach.people.begin(), reach.people.end(),
                                    [&](const Reacher& one) { return one.person == person; });
    return found == reach.people.end() ? nullptr : &*found;
}

Id id_of(const ReachLink& link) { return link.grant ? Id(link.grant->id) : Id(link.seat->id); }

std::string federation_name(const Scene& scene, const ReachLink& link) {
    const FederationRow* federation = scene.view.federation(link.seat->federation);
    return federation ? federation->name : "the federation";
}

std::string role_words(Role role, AccountKind kind, std::string_view account) {
    return said({words::role(role, kind), " of ", account});
}

std::string held_role(const Scene& scene, const ReachLink& link) {
    if (link.seat) return said({"Federation administrator of ", federation_name(scene, link)});
    const auto account = scene.view.account(link.held_on);
    return account ? role_words(link.grant->role, account->kind, account->name) : std::string();
}

// What a link is, in a line.
std::string title_of(const Scene& scene, const ReachLink& link) {
    const std::string_view place = link.via == Via::own      ? " (this account)"
                                   : link.via == Via::parent ? ", which this account is below"
                                                             : "";
    return said({held_role(scene, link), place});
}

// "Westcoast Cloud > North Resale > Acme"
std::string chain_words(const Scene& scene, AccountId from) {
    std::string words;
    for (const AccountId& account : scene.view.breadcrumb(from, scene.account())) {
        words = said({words, words.empty() ? "" : " \u203a ", scene.view.name_of(account)});
    }
    return words;
}

std::string given_words(const Scene& scene, const ReachLink& link) {
    const std::string giver = link.grant ? giver_of(scene.view, *link.grant) : link.seat->named_by_name;
    const Instant since = link.grant ? link.grant->since : link.seat->since;
    const std::string_view through = link.grant ? link.grant->through_name : std::string_view{};
    return said({link.grant ? "Given" : "Named", through.empty() ? "" : " through ", through,
                 giver.empty() ? "" : " by ", giver, " on ", words::date(since), "."});
}

std::string limit_words(const Scene& scene, const ReachLink& link) {
    if (link.held_on == scene.account()) return "This account owns the federation, so they have no limit here.";
    return said({"This account lets the administrators of its federation do: ", words::limit(link.limit),
                 link.until != 0 ? ", until " : "", link.until != 0 ? words::date(link.until) : "", "."});
}

void draw_facts(const Scene& scene, const ReachLink& link) {
    ui::Column column({.gap = 4});
    if (link.via == Via::parent) ui::text(chain_words(scene, link.held_on));
    ui::text(given_words(scene, link));
    if (link.seat) {
        ui::text(limit_words(scene, link));
        ui::text(words::limit_help(link.limit), {.color = ui::Color::text_muted});
        return;
    }
    for (const words::PermissionWords& line : words::permissions()) {
        if (!permits(link.grant->role, line.permission)) continue;
        ui::text(line.words, {.color = ui::Color::text_muted, .icon = icon_check});
    }
}

// --- What ends a link ---

enum class Ending : std::uint8_t { none, remove, end, pause };

struct Way {
    Ending ending = Ending::none;
    AccountId account;  // where it is ended
    Path path;
};

// The person's own links through the account in view go by the address; others by whatever grant reaches where they are
// held. Ending one person's office comes before pausing all of them.
Way way_to_end(const Scene& scene, const ReachLink& link) {
    const Route& route = scene.route;
    const Path here{route.home, route.via};
    if (link.via == Via::own) {
        const bool given_through = link.grant->through == scene.view.federation_of(scene.account());
        const bool may = scene.may(Permission::manage) && (route.via != Via::federation || given_through);
        return may ? Way{Ending::remove, scene.account(), here} : Way{};
    }
    const Ending ending = link.via == Via::parent ? Ending::remove : Ending::end;
    if (const auto path = managing_path(scene.view, link.held_on, route.home)) return {ending, link.held_on, *path};
    const bool pauses = link.seat && link.held_on != scene.account() && scene.manages_itself();
    return pauses ? Way{Ending::pause, scene.account(), here} : Way{};
}

// A federation's members see each other's names, whether they reach them or not.
std::string who_can(const Scene& scene, const ReachLink& link) {
    std::string owner;
    const bool elsewhere = link.seat && link.held_on != scene.account();
    if (elsewhere) {
        for (const MembershipRow* member : scene.view.members(link.seat->federation)) {
            if (member->account != link.held_on) continue;
            owner = role_words(Role::account_owner, member->account_kind, member->account_name);
        }
    } else if (const auto account = scene.view.account(link.held_on)) {
        owner = role_words(Role::account_owner, account->kind, account->name);
    }
    return said({"Who can end this: ", owner, ", or an account owner above it.",
                 elsewhere ? " Who owns this account can pause it." : ""});
}

// "Remove" and "Removed" with what: "Ann from Westcoast Cloud".
struct Question {
    std::string_view action, past;
    std::string text, what;
};

Question question_of(const Scene& scene, const Reacher& person, const ReachLink& link, Ending ending) {
    if (ending == Ending::remove) {
        const std::string name = scene.view.name_of(link.held_on);
        const auto below = scene.view.below(link.held_on).accounts;
        const std::string all = below > 0 ? words::count(below, "account", "accounts") : std::string("everything");
        return {"Remove", "Removed", said({"The role on ", name, " goes, and with it that on ", all, " below it."}),
                said({person.name, " from ", name})};
    }
    const std::string federation = federation_name(scene, link);
    if (ending == Ending::end) {
        return {"End", "Ended",
                "No member of the federation is reached through it any more. Roles given on accounts stay.",
                said({person.name, " as administrator of ", federation})};
    }
    return {"Pause", "Paused",
            "None of them sees or changes anything here until the limit is changed on the Federation page.",
            said({"the administrators of ", federation})};
}

Command command_of(const Scene& scene, const ReachLink& link, Ending ending) {
    if (ending == Ending::remove) return RemoveAdministrator{link.grant->id};
    if (ending == Ending::end) return EndFederationAdministrator{link.seat->federation, link.seat->id};
    const OwnMembershipRow* membership = scene.view.membership_of(scene.account());
    return SetLimit{link.seat->federation, membership ? membership->id : MembershipId(), Limit::paused, 0};
}

// "Ann still reaches Acme as viewer of Westcoast Cloud."
std::string left_words(const Scene& scene, const Reacher& person, Id but) {
    std::string ways;
    for (const ReachLink& link : person.links) {
        if (id_of(link) == but) continue;
        ways = said({ways, ways.empty() ? "" : " and as ", held_role(scene, link)});
    }
    const std::string account = scene.view.name_of(scene.account());
    const bool none = ways.empty();
    return said({person.name, none ? " cannot see " : " still reaches ", account, none ? " any more" : " as ", ways,
                 "."});
}

void draw_link(const Scene& scene, WhyDraft& draft, const Reacher& person, const ReachLink& link) {
    const ui::IdScope scope(id_of(link));
    const std::string title = title_of(scene, link);
    const ui::Group item(semantics::Role::listitem, {});
    ui::Column column({.gap = 8});
    ui::heading(3, title);
    draw_facts(scene, link);
    const Way way = way_to_end(scene, link);
    if (way.ending == Ending::none) {
        const std::string words = who_can(scene, link);
        return ui::muted(words, ui::Type::small);
    }
    const Question question = question_of(scene, person, link, way.ending);
    const std::string name = said({question.action, " ", question.what});
    if (ui::button(question.action, {.icon = way.ending == Ending::remove ? icon_trash_2 : icon_x,
                                     .name = name,
                                     .busy = draft.ended.seq != 0 && draft.ended.link == id_of(link),
                                     .small = true,
                                     .opens = semantics::Opens::dialog})) {
        draft.ask_to_end(person.person, id_of(link));
    }
}

void draw_reasons(const Scene& scene, WhyDraft& draft, const Reacher& person) {
    const std::string account = scene.view.name_of(scene.account());
    const bool self = is_self(scene, person.person);
    const auto ways = static_cast<long long>(person.links.size());
    const std::string description =
        said({self ? "You" : person.name, self ? " reach " : " reaches ", account, " in ",
              words::count(ways, "way", "ways"), ways > 1 ? ". Ending one leaves the others." : "."});
    ui::Dialog dialog("Why can they see this?", draft.asking, {.width = 560, .description = description});
    if (!dialog) return;
    const ui::Group list(semantics::Role::list, {});
    for (const ReachLink& link : person.links) {
        if (&link != &person.links.front()) ui::separator();
        draw_link(scene, draft, person, link);
    }
}

void draw_question(const Scene& scene, Wishes& wishes, const std::shared_ptr<WhyDraft>& kept, const Reacher& person) {
    WhyDraft& draft = *kept;
    if (!draft.asks_end) return;
    const auto found = std::find_if(person.links.begin(), person.links.end(),
                                    [&](const ReachLink& link) { return id_of(link) == draft.ending; });
    const Way way = found == person.links.end() ? Way{} : way_to_end(scene, *found);
    if (way.ending == Ending::none) {
        draft.asks_end = false;
        return;
    }
    const Question question = question_of(scene, person, *found, way.ending);
    const std::string left = left_words(scene, person, draft.ending);
    const std::string_view points[] = {left};
    const std::string title = said({question.action, " ", question.what, "?"});
    const auto answer = ui::confirm(title, draft.asks_end, question.action,
                                    {.text = question.text, .points = points, .error = words::of(draft.refusal)});
    if (answer != ui::Confirmed::yes) return;
    wishes.command_by(way.path, way.account, command_of(scene, *found, way.ending),
                      [kept, ended = WhyDraft::Ended{{}, 0, person.person, draft.ending,
                                                     said({question.past, " ", question.what, ". "})}](
                          const CommandHandle& handle) {
                          kept->refusal = handle.refusal;
                          kept->asks_end = handle.refusal.has_value();
                          if (handle.refusal) return;
                          kept->ended = ended;
                          kept->ended.client = handle.client;
                          kept->ended.seq = handle.seq;
                          if (handle.verdict == Verdict::waiting) {
                              ui::toast("This waits for an answer, and is said when it is done.");
                          }
                      });
}

void draw_others_table(const Scene& scene, WhyDraft& draft, std::span<const Reacher> others, bool complete) {
    ui::table("Others who can see this account", draft.others,
              {.columns = columns,
               .rows = static_cast<int>(others.size()),
               .row_id = [&](int row) { return others[static_cast<std::size_t>(row)].person.low; },
               .cell =
                   [&](const ui::Cell& cell) {
                       const Reacher& person = others[static_cast<std::size_t>(cell.row)];
                       if (cell.column == 0) {
                           ui::text(said({person.name, is_self(scene, person.person) ? " (you)" : ""}));
                       } else if (cell.column == 1) {
                           const auto more = static_cast<long long>(person.links.size()) - 1;
                           const std::string count = more > 0 ? words::count(more, "more way", "more ways") : "";
                           ui::text(said({held_role(scene, person.links.front()), more > 0 ? ", and " : "", count}));
                       } else {
                           draw_why_button(scene, draft, person.person, person.name);
                       }
                   },
               .loading = !complete});
}

// Of what lies above the reader's reach only the name of the account that is bought from is known.
std::string beyond_words(const Scene& scene, const Reach& reach) {
    if (reach.beyond.is_none()) return {};
    return said({"The people of ", scene.view.name_of(reach.beyond), ", the account ",
                 reach.top == scene.account() ? "it" : scene.view.name_of(reach.top),
                 " buys from, and of any above it, can see it too. They are not named here."});
}

}  // namespace

void draw_why_button(const Scene& scene, WhyDraft& draft, PersonId person, const std::string& name) {
    const std::string asks = said({"Why can ", is_self(scene, person) ? "you" : name, " see this?"});
    if (ui::button("Why", {.name = asks, .small = true, .opens = semantics::Opens::dialog})) {
        draft.person = person;
        draft.asking = true;
    }
}

bool settle_why(const Scene& scene, WhyDraft& draft, const Reach& reach) {
    if (draft.ended.seq != 0) {
        const CommandState state = scene.replica.state_of(draft.ended.client, draft.ended.seq);
        if (state != CommandState::waiting) draft.ended.seq = 0;
        if (state == CommandState::applied || state == CommandState::ended) {
            const Reacher* person = find_person(reach, draft.ended.person);
            const std::string left = left_words(scene, person ? *person : Reacher{{}, "They"}, {});
            ui::toast(said({draft.ended.words, left}), ui::Tone::success);
        }
    }
    if (!draft.asking || find_person(reach, draft.person)) return false;
    draft.close_dialogs();
    return true;
}

void draw_others(const Scene& scene, WhyDraft& draft, const Reach& reach) {
    const auto own = std::find_if(reach.people.begin(), reach.people.end(),
                                  [](const Reacher& person) { return !person.is_own(); });
    const auto first = static_cast<std::size_t>(own - reach.people.begin());
    const std::span<const Reacher> others(reach.people.data() + first, reach.people.size() - first);
    const std::string title = words::counted("Others who can see this account", others.size());
    const bool none = others.empty() && reach.complete;
    {
        ui::Card card(title, {.flush = !none, .id = "others"});
        if (none) ui::muted("Nobody else whose name is yours to know.");
        else draw_others_table(scene, draft, others, reach.complete);
    }
    const std::string beyond = beyond_words(scene, reach);
    if (!beyond.empty()) ui::muted(beyond);
}

void draw_why(const Scene& scene, Wishes& wishes, const std::shared_ptr<WhyDraft>& kept, const Reach& reach) {
    WhyDraft& draft = *kept;
    const Reacher* person = find_person(reach, draft.person);
    if (!person) return;
    if (draft.asking) draw_reasons(scene, draft, *person);
    draw_question(scene, wishes, kept, *person);
}

}  // namespace parasol::screens
