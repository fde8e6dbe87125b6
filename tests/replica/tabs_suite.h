// What every implementation of Tabs promises, as steps that need no test framework: the same suite runs over
// the in-memory hub and, in a browser, over Web Locks and BroadcastChannel.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "replica/ports.h"

namespace tabs_suite {

// Where the suite runs. Every case opens tabs of its own; names are prefixed by the suite.
class Ground {
  public:
    virtual ~Ground() = default;
    // A new tab, the ground's own; stays valid until the ground ends.
    virtual parasol::Tabs& open() = 0;
    // The tab ends without a word, as when the browser closes it.
    virtual void kill(parasol::Tabs& tab) = 0;
    // Calls back when everything that was under way has arrived.
    virtual void settle(std::function<void()> then) = 0;
};

// One case: steps, with everything settled between them.
class Case {
  public:
    Case(std::string name, Ground& ground) : name_(std::move(name)), ground_(&ground) {}

    const std::string& name() const { return name_; }
    std::string named(const std::string& what) const { return "suite/" + name_ + "/" + what; }
    parasol::Tabs& open() { return ground_->open(); }
    void kill(parasol::Tabs& tab) { ground_->kill(tab); }
    void step(std::function<void()> what) { steps_.push_back(std::move(what)); }
    void check(bool holds, const std::string& what) {
        if (!holds) failures_ += (failures_.empty() ? "" : "; ") + what;
    }
    // Calls back with what did not hold, or with nothing.
    void run(std::function<void(std::string failures)> done, std::size_t at = 0) {
        if (at == steps_.size()) {
            done(failures_);
            return;
        }
        steps_[at]();
        ground_->settle([this, done = std::move(done), at] { run(done, at + 1); });
    }

  private:
    std::string name_;
    Ground* ground_;
    std::vector<std::function<void()>> steps_;
    std::string failures_;
};

using Cases = std::vector<std::unique_ptr<Case>>;

inline bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

inline void add_lock_cases(Cases& cases, Ground& ground) {
    {
        cases.push_back(std::make_unique<Case>("a lock is one tab's at a time", ground));
        Case* c = cases.back().get();
        parasol::Tabs* first = &c->open();
        parasol::Tabs* second = &c->open();
        const std::string name = c->named("lock");
        auto order = std::make_shared<std::string>();
        c->step([=] {
            first->lock(name, [order] { *order += "1"; });
            c->check(order->empty(), "granted before the call returned");
            second->lock(name, [order] { *order += "2"; });
        });
        c->step([=] {
            c->check(*order == "1", "the first to ask was to hold it alone, and was " + *order);
            first->release(name);
        });
        c->step([=] {
            c->check(*order == "12", "the second was to follow, and was " + *order);
            first->lock(name, [order] { *order += "3"; });
        });
        c->step([=] {
            c->check(*order == "12", "held still by the second");
            second->release(name);
        });
        c->step([=] {
            c->check(*order == "123", "asked for again, and granted again");
            first->release(name);
        });
    }
    {
        cases.push_back(std::make_unique<Case>("a tab that dies gives its locks back", ground));
        Case* c = cases.back().get();
        parasol::Tabs* first = &c->open();
        parasol::Tabs* second = &c->open();
        const std::string name = c->named("lock");
        auto granted = std::make_shared<bool>(false);
        c->step([=] { first->lock(name, [] {}); });
        c->step([=] { second->lock(name, [granted] { *granted = true; }); });
        c->step([=] {
            c->check(!*granted, "held by a living tab");
            c->kill(*first);
        });
        c->step([=] {
            c->check(*granted, "its holder is dead");
            second->release(name);
        });
    }
    {
        cases.push_back(std::make_unique<Case>("a dead tab and one that gave up leave the queue", ground));
        Case* c = cases.back().get();
        parasol::Tabs* first = &c->open();
        parasol::Tabs* second = &c->open();
        parasol::Tabs* third = &c->open();
        parasol::Tabs* fourth = &c->open();
        const std::string name = c->named("lock");
        auto order = std::make_shared<std::string>();
        c->step([=] { first->lock(name, [order] { *order += "1"; }); });
        c->step([=] { second->lock(name, [order] { *order += "2"; }); });
        c->step([=] { third->lock(name, [order] { *order += "3"; }); });
        c->step([=] { fourth->lock(name, [order] { *order += "4"; }); });
        c->step([=] { c->kill(*second); });
        c->step([=] { third->release(name); });
        c->step([=] { first->release(name); });
        c->step([=] {
            c->check(*order == "14", "granted in the order " + *order + " and not 14");
            fourth->release(name);
        });
    }
}

inline void add_name_cases(Cases& cases, Ground& ground) {
    cases.push_back(std::make_unique<Case>("held names are those of living holders", ground));
    Case* c = cases.back().get();
    parasol::Tabs* first = &c->open();
    parasol::Tabs* second = &c->open();
    parasol::Tabs* asking = &c->open();
    const std::string a = c->named("a");
    const std::string b = c->named("b");
    auto names = std::make_shared<std::vector<std::string>>();
    const auto ask = [=] {
        asking->held_names([names](std::vector<std::string> held) { *names = std::move(held); });
    };
    c->step([=] {
        first->lock(a, [] {});
        second->lock(b, [] {});
    });
    c->step([=] { second->lock(a, [] {}); });
    c->step(ask);
    c->step([=] {
        c->check(holds(*names, a) && holds(*names, b), "both are held");
        c->kill(*first);
    });
    c->step(ask);
    c->step([=] {
        c->check(holds(*names, a) && holds(*names, b), "the next in the queue holds the dead tab's lock");
        c->kill(*second);
    });
    c->step(ask);
    c->step([=] { c->check(!holds(*names, a) && !holds(*names, b), "nobody is left to hold them"); });
}

inline void add_channel_cases(Cases& cases, Ground& ground) {
    {
        cases.push_back(
            std::make_unique<Case>("a post reaches every other tab that listens, in order, once", ground));
        Case* c = cases.back().get();
        parasol::Tabs* sender = &c->open();
        parasol::Tabs* near = &c->open();
        parasol::Tabs* far = &c->open();
        const std::string channel = c->named("channel");
        const std::string other = c->named("other channel");
        auto heard = std::make_shared<std::vector<std::string>>(3);
        c->step([=] {
            sender->listen(channel, [heard](const std::string& text) { (*heard)[0] += text; });
            near->listen(channel, [heard](const std::string& text) { (*heard)[1] += text; });
            far->listen(channel, [heard](const std::string& text) { (*heard)[2] += text; });
        });
        c->step([=] {
            for (int i = 0; i < 10; ++i) sender->post(channel, std::to_string(i));
            sender->post(other, "x");
            c->check((*heard)[1].empty(), "heard before the call returned");
        });
        c->step([=] {
            c->check((*heard)[0].empty(), "the sender hears itself: " + (*heard)[0]);
            c->check((*heard)[1] == "0123456789", "one tab heard " + (*heard)[1]);
            c->check((*heard)[2] == "0123456789", "the other heard " + (*heard)[2]);
            near->listen(channel, nullptr);
            far->listen(channel, [heard](const std::string& text) { (*heard)[2] = text; });
        });
        c->step([=] { sender->post(channel, "new"); });
        c->step([=] {
            c->check((*heard)[1] == "0123456789", "a tab that stopped listening heard more");
            c->check((*heard)[2] == "new", "the listener was not replaced");
        });
    }
    {
        cases.push_back(std::make_unique<Case>("texts arrive as they are", ground));
        Case* c = cases.back().get();
        parasol::Tabs* sender = &c->open();
        parasol::Tabs* receiver = &c->open();
        const std::string channel = c->named("channel");
        const auto text =
            std::make_shared<std::string>("\xF0\x9F\x98\x80 \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \"\\\n\t");
        *text += std::string(3'000'000, 'x');
        auto heard = std::make_shared<std::string>();
        c->step([=] { receiver->listen(channel, [heard](const std::string& got) { *heard = got; }); });
        c->step([=] { sender->post(channel, *text); });
        c->step([=] { c->check(*heard == *text, "a large text with every kind of sign arrived otherwise"); });
    }
    {
        cases.push_back(std::make_unique<Case>("a dead tab hears nothing and says nothing more", ground));
        Case* c = cases.back().get();
        parasol::Tabs* first = &c->open();
        parasol::Tabs* second = &c->open();
        const std::string channel = c->named("channel");
        auto heard = std::make_shared<std::string>();
        c->step([=] {
            first->listen(channel, [heard](const std::string& text) { *heard += "1" + text; });
            second->listen(channel, [heard](const std::string& text) { *heard += "2" + text; });
        });
        c->step([=] { c->kill(*first); });
        c->step([=] { second->post(channel, "a"); });
        c->step([=] { c->check(heard->empty(), "heard: " + *heard); });
    }
}

// All cases, to be run one after another.
inline Cases all(Ground& ground) {
    Cases cases;
    add_lock_cases(cases, ground);
    add_name_cases(cases, ground);
    add_channel_cases(cases, ground);
    return cases;
}

}  // namespace tabs_suite
