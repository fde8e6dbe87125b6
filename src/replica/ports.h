// The two ports that a replica needs besides storage, time and chance: the way to the authority, and the
// other tabs of this browser. Nothing blocks and nothing calls back before the call has returned. Each has an
// in-memory twin (memory_transport.h, memory_tabs.h); tests/replica/tabs_suite.h runs on every implementation
// of Tabs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/callback.h"

namespace parasol {

// One way to one authority. Texts are those of wire/json.h; a transport neither reads nor keeps them.
class Transport {
  public:
    using Answer = Callback<void(std::optional<std::string>)>;

    virtual ~Transport() = default;
    // Sends a request. `done` is called at most once: with the reply, or with nullopt where there was none
    // (offline, cut off, not answered in time). The request may have arrived all the same, and may arrive
    // more than once: every request of the protocol can be repeated. Never called after the transport is
    // destroyed.
    virtual void request(std::string text, Answer done) = 0;
    // Calls back whenever something has changed at the authority: "pull soon". One callback; an empty one
    // stops.
    virtual void on_poke(Callback<void()> callback) = 0;
    // Whether a request has a chance. A hint: a request may fail while true.
    virtual bool online() const = 0;
    // Calls back after `online` has changed. One callback; an empty one stops.
    virtual void on_online(Callback<void()> callback) = 0;
};

// What tabs of one browser and one origin share: locks that end with the tab that holds them, and channels.
// Names are global to the origin: the user of this port puts its page's base URL in front of them.
class Tabs {
  public:
    using Granted = Callback<void()>;
    using Names = Callback<void(std::vector<std::string>)>;
    using Listener = Callback<void(const std::string& text)>;

    virtual ~Tabs() = default;
    // Queues for the exclusive lock; `granted` is called once, when it is this tab's turn. It is kept until
    // release or until the tab ends in whatever way. One lock call per name and tab at a time.
    virtual void lock(const std::string& name, Granted granted) = 0;
    // Gives the lock back, or leaves the queue (granted is then never called). Nothing where there is
    // neither.
    virtual void release(const std::string& name) = 0;
    // The names of all locks held now by any tab of this origin, in no order. A tab that is not there holds
    // none.
    virtual void held_names(Names done) = 0;
    // Sends to every *other* tab that listens. Messages of one tab on one channel arrive in order, and once.
    virtual void post(const std::string& channel, std::string text) = 0;
    // One listener per channel and tab; an empty one stops listening.
    virtual void listen(const std::string& channel, Listener listener) = 0;
};

}  // namespace parasol
