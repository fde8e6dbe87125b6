#include "replica/memory_tabs.h"

#include <algorithm>
#include <utility>

namespace parasol {

std::unique_ptr<MemoryTab> TabHub::open_tab() {
    const std::uint64_t number = ++last_tab_;
    std::unique_ptr<MemoryTab> tab(new MemoryTab(*this, number));
    tabs_[number] = tab.get();
    return tab;
}

void TabHub::kill(MemoryTab& tab) {
    if (tab.dead_) return;
    tab.dead_ = true;
    tab.listeners_.clear();
    tabs_.erase(tab.number_);
    leave(tab.number_);
}

void TabHub::later(Callback<void()> what) {
    const std::weak_ptr<bool> alive = alive_;
    clock_.after(latency ? latency() : 0, [alive, what = std::move(what)] {
        if (!alive.expired()) what();
    });
}

void TabHub::grant_next(const std::string& name) {
    Lock& lock = locks_[name];
    if (lock.holder != 0 || lock.queue.empty()) return;
    // Held from here on, so that nobody else is granted; told a little later.
    Waiting next = std::move(lock.queue.front());
    lock.queue.pop_front();
    lock.holder = next.tab;
    const std::uint64_t turn = ++lock.turn;
    later([this, name, turn, next = std::move(next)] {
        const auto found = locks_.find(name);
        const bool there = found != locks_.end() && tabs_.count(next.tab) != 0;
        if (there && found->second.holder == next.tab && found->second.turn == turn) next.granted();
    });
}

void TabHub::leave(std::uint64_t tab) {
    std::vector<std::string> names;
    for (const auto& [name, lock] : locks_) names.push_back(name);
    for (const std::string& name : names) give_up(name, tab);
}

void TabHub::give_up(const std::string& name, std::uint64_t tab) {
    const auto found = locks_.find(name);
    if (found == locks_.end()) return;
    Lock& lock = found->second;
    const auto is_its = [tab](const Waiting& waiting) { return waiting.tab == tab; };
    lock.queue.erase(std::remove_if(lock.queue.begin(), lock.queue.end(), is_its), lock.queue.end());
    if (lock.holder == tab) {
        lock.holder = 0;
        grant_next(name);
    }
}

MemoryTab::~MemoryTab() {
    if (!dead_) hub_.kill(*this);
}

void MemoryTab::lock(const std::string& name, Granted granted) {
    if (dead_) return;
    hub_.locks_[name].queue.push_back({number_, std::move(granted)});
    hub_.grant_next(name);
}

void MemoryTab::release(const std::string& name) {
    if (!dead_) hub_.give_up(name, number_);
}

void MemoryTab::held_names(Names done) {
    if (dead_) return;
    hub_.later([hub = &hub_, number = number_, done = std::move(done)] {
        if (hub->tabs_.count(number) == 0) return;
        std::vector<std::string> names;
        for (const auto& [name, lock] : hub->locks_) {
            if (lock.holder != 0) names.push_back(name);
        }
        done(std::move(names));
    });
}

void MemoryTab::post(const std::string& channel, std::string text) {
    if (dead_) return;
    for (const auto& [number, tab] : hub_.tabs_) {
        if (number == number_ || tab->listeners_.count(channel) == 0) continue;
        const TabHub::Route route{number_, number, channel};
        hub_.undelivered_[route].push_back(text);
        hub_.later([hub = &hub_, route] {
            const auto texts = hub->undelivered_.find(route);
            const std::string next = std::move(texts->second.front());
            texts->second.pop_front();
            if (texts->second.empty()) hub->undelivered_.erase(texts);
            const auto to = hub->tabs_.find(std::get<1>(route));
            if (to == hub->tabs_.end()) return;
            const auto listener = to->second->listeners_.find(std::get<2>(route));
            if (listener == to->second->listeners_.end()) return;
            // A copy: the listener may take itself away.
            const Listener heard = listener->second;
            heard(next);
        });
    }
}

void MemoryTab::listen(const std::string& channel, Listener listener) {
    if (dead_) return;
    if (listener) {
        listeners_[channel] = std::move(listener);
    } else {
        listeners_.erase(channel);
    }
}

}  // namespace parasol
