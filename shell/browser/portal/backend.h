// What decides, as the page reaches it: the authority of this browser (demo.h), or a server (http_transport.h). All
// that main.cpp asks of the one or the other, so that nothing else in it knows which it is.
#pragma once

#include <memory>

#include "replica/ports.h"
#include "ui/host.h"
#include "wire/ports.h"

namespace parasol::browser {

// What the page does when a backend asks for it.
struct BackendCalls {
    Callback<void()> changed;  // `describe` says something else now
    Callback<void()> let_go;   // everything here is about to be deleted: hold no database, forget every session
    Callback<void()> reload;
};

class Backend : public Transport {
public:
    // Once, before anything is asked of it.
    virtual void begin(BackendCalls calls) = 0;
    virtual void describe(HostState& state) const = 0;
    // A frame has been drawn; `signed_in`: by somebody's own rows.
    virtual void frame_drawn(bool /*signed_in*/) {}
    // The browser has found the network, or lost it.
    virtual void network_changed(bool /*online*/) {}
    // Who has just signed in: whom pokes are for, of this on_poke and of those to come.
    virtual void speak_for(PersonId) {}
    // Of a demo: its own storage, and a new sample of so many accounts in place of everything.
    virtual std::unique_ptr<Storage> own_storage() { return nullptr; }
    virtual void reset(std::size_t /*accounts*/) {}
};

}  // namespace parasol::browser
