// What goes wrong between devices and authorities: the network, restored backups, pages of another protocol.
#include <algorithm>
#include <set>

#include "simulation/world.h"

namespace simulation {

void World::kill_all() {
    while (!tabs.empty()) kill(tabs.size() - 1);
}

// --- The network ---

std::vector<Duration> World::fate_of(Tab& tab) {
    if (healing) return {5};
    if (tab.device->cut_off_until > clock.now()) return {};
    switch (chance.below(12)) {
        case 0: ++tally.lost_messages; return {};
        case 1: ++tally.repeated_messages; return {5, static_cast<Duration>(5 + chance.below(3000))};
        case 2: ++tally.late_messages; return {static_cast<Duration>(chance.below(9000))};
        default: return {static_cast<Duration>(chance.below(60))};
    }
}

// Each request goes to any of the authorities. One that is cut short on its way may have no effect; a reply that is, is
// none.
void World::serve(Tab& tab, std::string request, Callback<void(std::string)> reply) {
    if (authorities.empty()) return;
    if (tab.protocol != protocol_version) {
        const std::string ours = "\"protocol\":" + std::to_string(protocol_version);
        request.replace(request.find(ours), ours.size(), "\"protocol\":" + std::to_string(tab.protocol));
    }
    if (!healing && chance.one_in(40)) {
        ++tally.cut_requests;
        request.resize(chance.below(request.size()));
        return some_authority().handle(std::move(request), [](const std::string&) {});
    }
    some_authority().handle(std::move(request), [this, reply = std::move(reply)](std::string text) {
        if (!healing && chance.one_in(40)) {
            ++tally.cut_replies;
            text.resize(chance.below(text.size()));
        }
        reply(std::move(text));
    });
}

// --- Backups ---

// What the database had and has no more is to come again from the devices.
void World::note_forgotten(const std::vector<JournalRecord>& before) {
    std::set<std::pair<Id, std::int64_t>> kept;
    for (const JournalRecord& record : ground->entries()) kept.insert({record.envelope.client, record.envelope.seq});
    std::map<std::pair<Id, std::int64_t>, Instant> lost;
    for (const JournalRecord& record : before) {
        const Envelope& envelope = record.envelope;
        if (kept.count({envelope.client, envelope.seq}) == 0) lost[{envelope.client, envelope.seq}] = envelope.time;
    }
    for (Given& one : given) {
        const auto found = lost.find({one.envelope.client, one.envelope.seq});
        if (found == lost.end()) continue;
        one.forgotten = true;
        one.ended = found->second;
        ++tally.forgotten;
    }
}

void World::restore_backup() {
    note_stored();
    const auto before = ground->entries();
    authorities.clear();
    if (!ground->restart(false) || !ground->restore()) problems.push_back("the backup does not open");
    ++tally.restores;
    ++restores;
    note_forgotten(before);
    sessions.clear();
    verify_rows("after a restore");
    while (authorities.size() < authority_count) authorities.push_back(new_authority());
    const auto is_gone = [this](PersonId person) {
        return !ground->rows().find<PersonRow>(person_scope(person), person);
    };
    for (std::size_t at = tabs.size(); at-- > 0;) {
        if (is_gone(tabs[at]->person)) kill(at);
    }
    persons.erase(std::remove_if(persons.begin(), persons.end(), is_gone), persons.end());
}

// Whether a command that was saved need not be there: its person is not, or it had ended so long ago that no device
// keeps it.
bool World::may_be_lost(const Given& one) const {
    const PersonId person = one.envelope.person;
    if (!one.forgotten) return restores > 0 && !ground->rows().find<PersonRow>(person_scope(person), person);
    return !ground->rows().find<PersonRow>(person_scope(person), person) ||
           clock.now() - one.ended > KeptCommands::longest - one_day;
}

// --- Versions apart ---

// The authorities are updated, or set back: all pages that are open speak another protocol then.
void World::change_protocol() {
    protocol = protocol_version;
    const int of_pages = protocol_version + (chance.one_in(3) ? 1 : -1);
    for (const auto& tab : tabs) tab->protocol = of_pages;
}

void World::load_again(std::size_t at) {
    Device& device = *tabs[at]->device;
    const PersonId person = tabs[at]->person;
    tally.kept_over_reload += tabs[at]->replica->pending().size();
    kill(at);
    open(device, person);
}

// What replicas tell of themselves. Nothing here damages rows, so every checksum fits.
void World::note_states() {
    for (const auto& tab : tabs) {
        const SyncStatus sync = tab->replica->status().sync;
        if (sync.mismatches != 0) problems.push_back("a checksum does not fit for " + to_string(tab->person));
        if (!tab->was_told && sync.state == SyncState::too_old) ++tally.told_too_old;
        if (!tab->was_told && sync.state == SyncState::too_new) ++tally.told_too_new;
        tab->was_told = tab->was_told || sync.state == SyncState::too_old || sync.state == SyncState::too_new;
        tally.brought_back += sync.brought_back - tab->brought_back;
        tab->brought_back = sync.brought_back;
        for (const RefusedCommand& told : tab->replica->outcomes()) {
            if (told.anew && told_anew.insert({told.outcome.client, told.outcome.seq}).second) ++tally.decided_anew;
        }
    }
}

}  // namespace simulation
