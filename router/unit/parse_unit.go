package unit

import (
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
	"go.yaml.in/yaml/v4"
)

var (
	idForm         = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	settlementForm = regexp.MustCompile(`^\d{5}$`)
	secretForm     = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`)
)

// reserved are the names that deliveries give to ways which are no endpoint of a unit.
var reserved = []string{"telegram", "console", "reporter", "viber"}

// one reads a unit; nil where it has no id to speak of.
func (p *parser) one(n *yaml.Node) *Unit {
	p.unit = idOf(n)
	f := p.fields(n, "a unit", "id", "kind", "name", "municipalities", "settlements", "districts", "languages",
		"leads", "joins", "endpoints", "duty", "ladder", "quiet", "second_person")
	u := &Unit{Line: n.Line, ID: ID(p.text(f["id"], "id"))}
	switch {
	case n.Kind != yaml.MappingNode:
		return nil
	case f["id"] == nil:
		p.fault(n, "the unit has no id: write one such as ozd-teteven")
	case u.ID != "" && (!idForm.MatchString(string(u.ID)) || len(u.ID) > 64):
		p.fault(f["id"], "the id %q must be small Latin letters, figures and hyphens, as ozd-teteven", clip(string(u.ID)))
		u.ID = ""
	}
	p.kind(n, f["kind"], u)
	p.name(n, f["name"], u)
	p.serves(f, u)
	u.Languages = words(p, f["languages"], "language", languages())
	u.Leads, u.Joins = p.claims(f["leads"], "leads"), p.claims(f["joins"], "joins")
	u.Endpoints = p.endpoints(f["endpoints"])
	p.duty(f["duty"], u)
	u.ladders = p.ladders(f["ladder"])
	u.Quiet = p.quiet(f["quiet"])
	u.SecondPerson = p.yes(f["second_person"], "second_person")
	if u.ID == "" {
		return nil
	}
	return u
}

// yes reads a setting that is true or false; absent it is false.
func (p *parser) yes(n *yaml.Node, name string) bool {
	switch {
	case n == nil:
		return false
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!bool":
		return strings.EqualFold(n.Value, "true")
	}
	p.fault(n, "%s must be true or false", name)
	return false
}

// idOf peeks at a unit's id, so that every fault in it can say whose it is.
func idOf(n *yaml.Node) ID {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if id := n.Content[i+1]; n.Content[i].Value == "id" && id.Kind == yaml.ScalarNode && idForm.MatchString(id.Value) {
			return ID(id.Value)
		}
	}
	return ""
}

func (p *parser) kind(unit, n *yaml.Node, u *Unit) {
	if n == nil {
		p.fault(unit, "the unit has no kind: write one of %s", list(Kinds()))
		return
	}
	u.Kind = word(p, n, "kind", Kinds())
}

// name reads the unit's name by language; a single name is Bulgarian.
func (p *parser) name(unit, n *yaml.Node, u *Unit) {
	u.Name = map[string]string{}
	switch {
	case n == nil:
		p.fault(unit, "the unit has no name: write name: {bg: …, en: …}")
		return
	case n.Kind == yaml.ScalarNode:
		u.Name["bg"] = strings.TrimSpace(n.Value)
	default:
		f := p.fields(n, "name", languages()...)
		for _, lang := range languages() {
			if value := f[lang]; value != nil {
				u.Name[lang] = p.text(value, "name "+lang)
			}
		}
	}
	if u.Title("bg") == string(u.ID) && u.Name["bg"] != string(u.ID) {
		p.fault(n, "the unit's name is empty: write name: {bg: …, en: …}")
	}
	if u.Name["bg"] == "" {
		p.warn("it has no Bulgarian name; %q is shown instead", u.Title("bg"))
	}
}

// languages lists the languages of the service.
func languages() []string {
	var langs []string
	for _, o := range signal.Options(signal.Lang) {
		langs = append(langs, string(o))
	}
	return langs
}

// serves reads which places the unit serves.
func (p *parser) serves(f map[string]*yaml.Node, u *Unit) {
	for _, item := range p.items(f["municipalities"]) {
		switch code := p.text(item, "a municipality"); {
		case slices.Contains(u.Municipalities, code):
			p.warn("municipality %s is named twice", code)
		default:
			if _, ok := p.places.find(code); !ok {
				p.fault(item, "municipality %s is not in the register (%s)", clip(code), p.meantMunicipality(code, u))
				continue
			}
			u.Municipalities = append(u.Municipalities, code)
		}
	}
	for _, item := range p.items(f["settlements"]) {
		code := p.text(item, "a settlement")
		if !settlementForm.MatchString(code) {
			p.fault(item, "settlement %q is no EKATTE code: it has five figures, as 72343", clip(code))
			continue
		}
		u.Settlements = append(u.Settlements, code)
	}
	for _, item := range p.items(f["districts"]) {
		if name := p.text(item, "a district"); name != "" {
			u.Districts = append(u.Districts, name)
		}
	}
	if len(u.Districts) > 0 && f["municipalities"] == nil {
		p.fault(f["districts"], "districts are parts of a city: name its municipality too, as municipalities: [SOF46]")
	}
	if u.Kind.local() && f["municipalities"] == nil && f["settlements"] == nil {
		p.warn("it names no municipality or settlement, so only a transfer reaches it")
	}
}

// claims reads leads and joins: nil where the key is absent, empty where it is an empty list.
func (p *parser) claims(n *yaml.Node, what string) []Claim {
	if n == nil {
		return nil
	}
	claims := []Claim{}
	for _, item := range p.items(n) {
		f := p.fields(item, what, "urgency", "category")
		claims = append(claims, Claim{
			Urgency:  words(p, f["urgency"], "urgency", urgencies()),
			Category: words(p, f["category"], "category", signal.Options(signal.KindOf)),
		})
	}
	return claims
}

// urgencies lists those that a unit may get a case of.
func urgencies() []signal.Urgency {
	return []signal.Urgency{signal.Crisis, signal.Urgent, signal.Standard}
}

func (p *parser) endpoints(n *yaml.Node) []Endpoint {
	var endpoints []Endpoint
	for _, item := range p.items(n) {
		f := p.fields(item, "an endpoint", "id", "kind", "to", "url", "secret_env")
		if item.Kind != yaml.MappingNode {
			continue
		}
		e := Endpoint{ID: p.text(f["id"], "an endpoint's id")}
		switch {
		case f["id"] == nil:
			p.fault(item, "the endpoint has no id: write one such as mail")
			e.ID = "without id"
		case !idForm.MatchString(e.ID):
			p.fault(f["id"], "endpoint %q: an id has small Latin letters, figures and hyphens, as mail", clip(e.ID))
		case slices.Contains(reserved, e.ID):
			p.fault(f["id"], "endpoint %s: this id is taken by the program itself: call it %s-unit", e.ID, e.ID)
		case slices.ContainsFunc(endpoints, func(o Endpoint) bool { return o.ID == e.ID }):
			p.fault(f["id"], "endpoint %s is there twice: give one of them another id", e.ID)
		}
		if f["kind"] == nil {
			p.fault(item, "endpoint %s has no kind: write email or webhook", clip(e.ID))
		}
		switch e.Kind = word(p, f["kind"], "endpoint kind", []EndpointKind{Email, Webhook}); e.Kind {
		case Email:
			p.email(item, f, &e)
		case Webhook:
			p.webhook(item, f, &e)
		}
		endpoints = append(endpoints, e)
	}
	return endpoints
}

// email reads where mail goes. A wrong address is not repeated: it may be a person's.
func (p *parser) email(n *yaml.Node, f map[string]*yaml.Node, e *Endpoint) {
	e.To = p.text(f["to"], "to")
	address, err := mail.ParseAddress(e.To)
	switch {
	case e.To == "":
		p.fault(n, "endpoint %s has no address: write to: duty@example.org", clip(e.ID))
	case err != nil || address.Address != e.To:
		p.fault(f["to"], "endpoint %s: this is no mail address: write it alone, as duty@example.org", clip(e.ID))
	}
	for _, key := range []string{"url", "secret_env"} {
		if f[key] != nil {
			p.fault(f[key], "endpoint %s is mail and has no %s: take it out, or write kind: webhook", clip(e.ID), key)
		}
	}
}

func (p *parser) webhook(n *yaml.Node, f map[string]*yaml.Node, e *Endpoint) {
	e.URL, e.SecretEnv = p.text(f["url"], "url"), p.text(f["secret_env"], "secret_env")
	at := f["url"]
	if at == nil {
		at = n
	}
	address, err := url.Parse(e.URL)
	switch {
	case err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http":
		p.fault(at, "endpoint %s: this is no address of a webhook: write url: https://…", clip(e.ID))
	case address.User != nil:
		p.fault(at, "endpoint %s: no name or password belongs into the address: the signature says who calls", clip(e.ID))
	case address.Scheme == "http" && !loopback(address.Hostname()):
		p.warn("endpoint %s is reached over plain http, which works for CHUYME_PRIVATE_ENDPOINTS only", e.ID)
	}
	switch {
	case e.SecretEnv == "":
		p.fault(n, "endpoint %s has no secret_env: name the environment variable that holds its whsec_… secret", clip(e.ID))
	case !secretForm.MatchString(e.SecretEnv):
		p.fault(f["secret_env"], "endpoint %s: secret_env names an environment variable, as TETEVEN_HOOK, and is never the secret", clip(e.ID))
	}
	if f["to"] != nil {
		p.fault(f["to"], "endpoint %s is a webhook and has no to: take it out, or write kind: email", clip(e.ID))
	}
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && ip.IsLoopback()
}
