// Aims: how a base account looks, and what a person does with the own inbox.
#include "domain/brand.h"
#include "simulation/aim.h"

namespace simulation {
namespace {

// One pixel.
constexpr std::string_view picture =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

}  // namespace

void Aim::set_brand() {
    const bool base = !world_.chance.one_in(8);
    const auto here = some_account([&](const AccountRow& row) { return is_base(row.kind) == base; });
    if (!here) return;
    const Brand& brand = here->account.brand;
    const auto some = std::to_string(world_.chance.below(9));
    SetBrand command;
    switch (world_.chance.below(6)) {
        case 0: command.name = Edit{brand.name, "Brand " + some}; break;
        case 1: command.name = Edit{brand.name, ""}; break;
        case 2: command.colour = Edit{brand.colour, "#12345" + some}; break;
        case 3: command.colour = Edit{brand.colour, world_.chance.one_in(2) ? "" : "green"}; break;
        case 4: command.logo = std::string(picture); break;
        default: command.logo = world_.chance.one_in(2) ? "" : "no picture"; break;
    }
    give(here->account.id, here->path, std::move(command));
}

// Half of what is held is read; now and then another's notice is named.
void Aim::look_into_inbox() {
    const auto here = some_account([](const AccountRow&) { return true; });
    if (!here) return;
    const Path path{here->path.home, Via::own};
    if (world_.chance.one_in(2)) {
        const auto muted = static_cast<std::int64_t>(world_.chance.below(1U << notice_topic_count));
        return give(path.home, path, SetNoticePreferences{muted});
    }
    ReadNotices command;
    for (const NoticeRow* notice : tab_.replica->view().notices()) {
        if (world_.chance.one_in(2)) command.notices.push_back(notice->id);
    }
    const auto others = rows_of<NoticeRow>(ScopeKind::inbox, [](const NoticeRow&) { return true; });
    if (world_.chance.one_in(5) && !others.empty()) command.notices.push_back(any(others)->id);
    give(path.home, path, std::move(command));
}

}  // namespace simulation
