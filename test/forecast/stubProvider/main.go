// A provider that plays all providers: its schema is a file, and it keeps its objects in another one. It is built on the library of the real
// providers, so that Terraform treats its arguments as it treats theirs.
package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation"
	"github.com/hashicorp/terraform-plugin-sdk/v2/plugin"
)

type attribute struct {
	Type     string      `json:"type"`
	Optional bool        `json:"optional"`
	Required bool        `json:"required"`
	Computed bool        `json:"computed"`
	ForceNew bool        `json:"forceNew"`
	Default  interface{} `json:"default"`
	Accepts  *constraint `json:"accepts"`
}

// What a provider accepts as the value of an argument: a constraint of data/resources.json.
type constraint struct {
	OneOf   []string    `json:"oneOf"`
	Open    bool        `json:"open"`
	Between [][]float64 `json:"between"`
	Whole   bool        `json:"whole"`
	Length  []int       `json:"length"`
	Pattern string      `json:"pattern"`
	Range   []int       `json:"cidr"`
	Network bool        `json:"network"`
	Private bool        `json:"private"`
	Size    bool        `json:"size"`
	Address bool        `json:"ip"`
}

type nested struct {
	Nesting  string `json:"nesting"`
	Computed bool   `json:"computed"`
	Optional bool   `json:"optional"`
	Required bool   `json:"required"`
	ForceNew bool   `json:"forceNew"`
	Block    block  `json:"block"`
}

type block struct {
	Attributes map[string]attribute `json:"attributes"`
	Blocks     map[string]nested    `json:"blocks"`
}

type condition struct {
	Path   string   `json:"path"`
	When   string   `json:"when"`
	Unless []exempt `json:"unless"`
}

// Values of a change that is exempt from a condition, and values of other arguments after it.
type exempt struct {
	From []interface{}          `json:"from"`
	To   []interface{}          `json:"to"`
	With map[string]interface{} `json:"with"`
}

type resourceType struct {
	Block    block               `json:"block"`
	Replace  []condition         `json:"replaceWhen"`
	Changing map[string][]string `json:"changingOutputs"`
	Known    []string            `json:"knownOutputs"`
	Reads    string              `json:"reads"`
	Taggable bool                `json:"taggable"`
}

type document struct {
	Resources   map[string]resourceType `json:"resources"`
	DataSources map[string]resourceType `json:"dataSources"`
	Providers   block                   `json:"providers"`
}

func main() {
	bytes, err := os.ReadFile(os.Getenv("STUB_SCHEMA"))
	if err != nil {
		panic(err)
	}
	var parsed document
	if err := json.Unmarshal(bytes, &parsed); err != nil {
		panic(err)
	}
	plugin.Serve(&plugin.ServeOpts{ProviderFunc: func() *schema.Provider {
		provider := &schema.Provider{
			Schema:         schemaOf(parsed.Providers, false),
			ResourcesMap:   map[string]*schema.Resource{},
			DataSourcesMap: map[string]*schema.Resource{},
			ConfigureContextFunc: func(_ context.Context, d *schema.ResourceData) (interface{}, diag.Diagnostics) {
				return defaultTags(parsed.Providers, d), nil
			},
		}
		for name, each := range parsed.Resources {
			provider.ResourcesMap[name] = managed(name, each)
		}
		for name, each := range parsed.DataSources {
			provider.DataSourcesMap[name] = data(name, each)
		}
		return provider
	}})
}

// The tags that the provider adds to all of its resources, as that of AWS does.
func defaultTags(from block, d *schema.ResourceData) map[string]interface{} {
	tags := map[string]interface{}{}
	if _, declared := from.Blocks["default_tags"]; !declared {
		return tags
	}
	for _, each := range d.Get("default_tags").([]interface{}) {
		if block, ok := each.(map[string]interface{}); ok {
			for key, value := range block["tags"].(map[string]interface{}) {
				tags[key] = value
			}
		}
	}
	return tags
}

func schemaOf(from block, isData bool) map[string]*schema.Schema {
	result := map[string]*schema.Schema{}
	for name, each := range from.Attributes {
		if name == "id" && !each.Optional {
			continue
		}
		made := typed(each.Type)
		made.Optional, made.Computed = each.Optional, each.Computed
		made.ForceNew = each.ForceNew && each.Optional && !isData
		if each.Required {
			made.Required, made.Optional, made.Computed = true, false, false
		}
		if each.Default != nil && !isData {
			made.Default, made.Computed = each.Default, false
		}
		if each.Accepts != nil && !isData {
			validated := made
			if element, ok := made.Elem.(*schema.Schema); ok {
				validated = element
			}
			validated.ValidateFunc = each.Accepts.validate
		}
		result[name] = made
	}
	for name, each := range from.Blocks {
		made := &schema.Schema{
			Type:     schema.TypeList,
			Optional: each.Optional,
			Computed: each.Computed,
			ForceNew: each.ForceNew && each.Optional && !isData,
			Elem:     &schema.Resource{Schema: schemaOf(each.Block, isData)},
		}
		if each.Required {
			made.Required, made.Optional, made.Computed, made.MinItems = true, false, false, 1
		}
		if each.Nesting == "set" {
			made.Type = schema.TypeSet
		}
		result[name] = made
	}
	return result
}

// The functions of the library that the real providers use.
func (c constraint) validate(value interface{}, name string) ([]string, []error) {
	if number, ok := value.(float64); ok {
		return nil, c.validateNumber(number, name)
	}
	var all []schema.SchemaValidateFunc
	if c.OneOf != nil && !c.Open {
		all = append(all, validation.StringInSlice(c.OneOf, false))
	}
	if c.Length != nil {
		all = append(all, validation.StringLenBetween(c.Length[0], c.Length[1]))
	}
	if c.Pattern != "" {
		all = append(all, validation.StringMatch(regexp.MustCompile(c.Pattern), ""))
	}
	if c.Address {
		all = append(all, validation.IsIPv4Address)
	}
	if c.Range != nil && !(c.Size && strings.HasPrefix(value.(string), "/")) {
		if c.Network {
			all = append(all, validation.IsCIDRNetwork(c.Range[0], c.Range[1]))
		} else {
			all = append(all, validation.IsCIDR)
		}
	}
	if c.Private {
		all = append(all, validatePrivate)
	}
	if len(all) == 0 {
		return nil, nil
	}
	return validation.All(all...)(value, name)
}

func (c constraint) validateNumber(number float64, name string) []error {
	if c.Whole && number != math.Trunc(number) {
		return []error{fmt.Errorf("%s must be a whole number, got %v", name, number)}
	}
	for _, each := range c.Between {
		if number >= each[0] && (len(each) < 2 || number <= each[1]) {
			return nil
		}
	}
	if c.Between == nil {
		return nil
	}
	return []error{fmt.Errorf("%s must be in %v, got %v", name, c.Between, number)}
}

func validatePrivate(value interface{}, name string) ([]string, []error) {
	address, _, err := net.ParseCIDR(value.(string))
	if err != nil || address.IsPrivate() {
		return nil, nil
	}
	return nil, []error{fmt.Errorf("%s must be a private range, got %v", name, value)}
}

func typed(name string) *schema.Schema {
	text := &schema.Schema{Type: schema.TypeString}
	switch name {
	case "number":
		return &schema.Schema{Type: schema.TypeFloat}
	case "bool":
		return &schema.Schema{Type: schema.TypeBool}
	case "list(string)":
		return &schema.Schema{Type: schema.TypeList, Elem: text}
	case "set(string)":
		return &schema.Schema{Type: schema.TypeSet, Elem: text}
	case "map(string)":
		return &schema.Schema{Type: schema.TypeMap, Elem: text}
	default:
		return text
	}
}

func managed(name string, from resourceType) *schema.Resource {
	arguments := schemaOf(from.Block, false)
	// The library requires an argument that can be updated.
	arguments["stub_unused"] = &schema.Schema{Type: schema.TypeString, Optional: true}
	if from.Taggable {
		arguments["tags_all"] = &schema.Schema{
			Type: schema.TypeMap, Elem: &schema.Schema{Type: schema.TypeString}, Optional: true, Computed: true,
		}
	}
	return &schema.Resource{
		Schema: arguments,
		CreateContext: func(_ context.Context, d *schema.ResourceData, meta interface{}) diag.Diagnostics {
			d.SetId(name + "-" + random())
			return storeWithTags(name, from, d, meta)
		},
		UpdateContext: func(_ context.Context, d *schema.ResourceData, meta interface{}) diag.Diagnostics {
			return storeWithTags(name, from, d, meta)
		},
		ReadContext: func(_ context.Context, d *schema.ResourceData, _ interface{}) diag.Diagnostics { return read(d) },
		DeleteContext: func(_ context.Context, d *schema.ResourceData, _ interface{}) diag.Diagnostics {
			os.Remove(objectFile(d.Id()))
			return nil
		},
		CustomizeDiff: func(_ context.Context, d *schema.ResourceDiff, meta interface{}) error {
			if err := mergeTags(from, d, meta); err != nil {
				return err
			}
			return customize(from, d)
		},
	}
}

// Keeps the state, except for what a test has changed or deleted in the world.
func read(d *schema.ResourceData) diag.Diagnostics {
	bytes, err := os.ReadFile(objectFile(d.Id()))
	if os.IsNotExist(err) {
		d.SetId("")
		return nil
	}
	var stored struct {
		Changed map[string]interface{} `json:"changed"`
	}
	if err != nil || json.Unmarshal(bytes, &stored) != nil {
		return nil
	}
	for attribute, value := range stored.Changed {
		if err := d.Set(attribute, value); err != nil {
			return diag.FromErr(err)
		}
	}
	return nil
}

func storeWithTags(name string, from resourceType, d *schema.ResourceData, meta interface{}) diag.Diagnostics {
	if from.Taggable {
		if err := d.Set("tags_all", allTags(from, d.Get, meta)); err != nil {
			return diag.FromErr(err)
		}
	}
	return store(name, from, d)
}

// The tags of the provider and of the resource; the resource's win.
func allTags(from resourceType, get func(string) interface{}, meta interface{}) map[string]interface{} {
	merged := map[string]interface{}{}
	defaults, _ := meta.(map[string]interface{})
	for key, value := range defaults {
		merged[key] = value
	}
	if _, declared := from.Block.Attributes["tags"]; declared {
		for key, value := range get("tags").(map[string]interface{}) {
			merged[key] = value
		}
	}
	return merged
}

// As verify.SetTagsDiff of the provider of AWS.
func mergeTags(from resourceType, d *schema.ResourceDiff, meta interface{}) error {
	if !from.Taggable {
		return nil
	}
	if _, declared := from.Block.Attributes["tags"]; declared && !d.NewValueKnown("tags") {
		return d.SetNewComputed("tags_all")
	}
	merged := allTags(from, d.Get, meta)
	before, _ := d.GetChange("tags_all")
	if fmt.Sprint(before) == fmt.Sprint(merged) {
		return nil
	}
	if len(merged) == 0 {
		return d.SetNewComputed("tags_all")
	}
	return d.SetNew("tags_all", merged)
}

func customize(from resourceType, d *schema.ResourceDiff) error {
	if d.Id() == "" {
		for _, name := range from.Known {
			if err := d.SetNew(name, known(name, from, d)); err != nil {
				return err
			}
		}
		return nil
	}
	for _, each := range from.Replace {
		path := indexed(each.Path)
		if !d.HasChange(path) {
			continue
		}
		before, after := d.GetChange(path)
		holds := map[string]bool{
			"changed":          true,
			"added":            empty(before) && !empty(after),
			"removed":          !empty(before) && empty(after),
			"changed-from-set": !empty(before),
		}[each.When]
		for _, exemption := range each.Unless {
			holds = holds && !exemption.matches(before, after, d)
		}
		if holds {
			if err := d.ForceNew(path); err != nil {
				return err
			}
		}
	}
	for output, causes := range from.Changing {
		if changes(d, causes) {
			if err := d.SetNewComputed(output); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e exempt) matches(before interface{}, after interface{}, d *schema.ResourceDiff) bool {
	for path, value := range e.With {
		if !isOneOf(d.Get(indexed(path)), []interface{}{value}) {
			return false
		}
	}
	return (e.From == nil || isOneOf(before, e.From)) && (e.To == nil || isOneOf(after, e.To))
}

func isOneOf(value interface{}, all []interface{}) bool {
	for _, each := range all {
		if fmt.Sprint(value) == fmt.Sprint(each) {
			return true
		}
	}
	return false
}

func changes(d *schema.ResourceDiff, causes []string) bool {
	excluded := map[string]bool{}
	for _, cause := range causes {
		if strings.HasPrefix(cause, "!") {
			excluded[cause[1:]] = true
		}
	}
	for _, key := range d.GetChangedKeysPrefix("") {
		top := strings.Split(key, ".")[0]
		for _, cause := range causes {
			if (cause == "*" && !excluded[top]) || cause == top {
				return true
			}
		}
	}
	return false
}

func indexed(path string) string { return strings.ReplaceAll(path, ".", ".0.") }

func empty(value interface{}) bool {
	switch each := value.(type) {
	case nil:
		return true
	case string:
		return each == ""
	case bool:
		return !each
	case float64:
		return each == 0
	case []interface{}:
		return len(each) == 0
	case map[string]interface{}:
		return len(each) == 0
	case *schema.Set:
		return each.Len() == 0
	}
	return false
}

// An output that follows from the arguments.
func known(name string, from resourceType, d *schema.ResourceDiff) string {
	values := []string{}
	for argument, each := range from.Block.Attributes {
		if each.Optional && each.ForceNew {
			values = append(values, fmt.Sprint(argument, d.Get(argument)))
		}
	}
	sort.Strings(values)
	return name + "-" + hash(strings.Join(values, "\n"))
}

// Fills in what the configuration leaves out, and keeps the object for data sources.
func store(name string, from resourceType, d *schema.ResourceData) diag.Diagnostics {
	object := map[string]interface{}{"id": d.Id()}
	fill := func() string { return random() }
	for attribute, each := range from.Block.Attributes {
		if attribute == "id" {
			continue
		}
		value := filled(plain(d.Get(attribute)), each, fill)
		if each.Computed {
			if err := d.Set(attribute, value); err != nil {
				return diag.FromErr(err)
			}
		}
		object[attribute] = value
	}
	for attribute, each := range from.Block.Blocks {
		value := filledBlocks(plain(d.Get(attribute)), each, fill)
		if each.Computed || containsComputed(each.Block) {
			if err := d.Set(attribute, value); err != nil {
				return diag.FromErr(err)
			}
		}
		object[attribute] = value
	}
	bytes, err := json.Marshal(map[string]interface{}{"type": name, "object": object})
	if err != nil {
		return diag.FromErr(err)
	}
	if err := os.WriteFile(objectFile(d.Id()), bytes, 0o600); err != nil {
		return diag.FromErr(err)
	}
	return nil
}

func containsComputed(from block) bool {
	for _, each := range from.Attributes {
		if each.Computed {
			return true
		}
	}
	for _, each := range from.Blocks {
		if each.Computed || containsComputed(each.Block) {
			return true
		}
	}
	return false
}

func filled(value interface{}, from attribute, fill func() string) interface{} {
	if !from.Computed || from.Default != nil || !empty(value) {
		return value
	}
	switch from.Type {
	case "number":
		return float64(1)
	case "bool":
		return false
	case "list(string)", "set(string)":
		return []interface{}{fill()}
	case "map(string)":
		return map[string]interface{}{}
	default:
		return fill()
	}
}

func filledBlocks(value interface{}, from nested, fill func() string) interface{} {
	list, _ := value.([]interface{})
	// An argument that is also computed stays empty: only the provider knows what it would be.
	if len(list) == 0 && from.Computed && !from.Optional {
		list = []interface{}{map[string]interface{}{}}
	}
	result := []interface{}{}
	for _, each := range list {
		object, _ := each.(map[string]interface{})
		made := map[string]interface{}{}
		for name, attribute := range from.Block.Attributes {
			made[name] = filled(object[name], attribute, fill)
		}
		for name, inner := range from.Block.Blocks {
			made[name] = filledBlocks(object[name], inner, fill)
		}
		result = append(result, made)
	}
	return result
}

// Sets as lists, at every depth.
func plain(value interface{}) interface{} {
	switch each := value.(type) {
	case *schema.Set:
		return plain(each.List())
	case []interface{}:
		result := []interface{}{}
		for _, element := range each {
			result = append(result, plain(element))
		}
		return result
	case map[string]interface{}:
		result := map[string]interface{}{}
		for name, element := range each {
			result[name] = plain(element)
		}
		return result
	}
	return value
}

func data(name string, from resourceType) *schema.Resource {
	return &schema.Resource{
		Schema: schemaOf(from.Block, true),
		ReadContext: func(_ context.Context, d *schema.ResourceData, _ interface{}) diag.Diagnostics {
			arguments := map[string]interface{}{}
			for attribute, each := range from.Block.Attributes {
				if value, isSet := d.GetOk(attribute); each.Optional && isSet {
					arguments[attribute] = plain(value)
				}
			}
			for attribute, each := range from.Block.Blocks {
				if value, isSet := d.GetOk(attribute); each.Optional && isSet {
					arguments[attribute] = plain(value)
				}
			}
			// Without an object in the world, it reads one that is managed elsewhere.
			if from.Reads != "" && len(arguments) > 0 && readObject(from, arguments, d) {
				return nil
			}
			// Ids are invented where a real provider knows them.
			isNamed := len(arguments) > 0 && arguments["id"] == nil
			if from.Reads != "" && isNamed && os.Getenv("STUB_STRICT") != "" && exists(from.Reads) {
				return diag.Errorf("%s: found no object", name)
			}
			bytes, err := json.Marshal(arguments)
			if err != nil {
				return diag.FromErr(err)
			}
			seed := hash(name + string(bytes))
			fill := func() string { return seed }
			d.SetId(fill())
			for attribute, each := range from.Block.Attributes {
				if each.Computed && attribute != "id" && arguments[attribute] == nil {
					if err := d.Set(attribute, filled(nil, each, fill)); err != nil {
						return diag.FromErr(err)
					}
				}
			}
			for attribute, each := range from.Block.Blocks {
				if each.Computed && !each.Optional {
					if err := d.Set(attribute, filledBlocks(nil, each, fill)); err != nil {
						return diag.FromErr(err)
					}
				}
			}
			return nil
		},
	}
}

type storedObject struct {
	Type   string                 `json:"type"`
	Object map[string]interface{} `json:"object"`
}

// The objects of a type in the world.
func objects(of string) []storedObject {
	files, _ := filepath.Glob(filepath.Join(os.Getenv("STUB_WORLD"), "*.json"))
	found := []storedObject{}
	for _, file := range files {
		bytes, err := os.ReadFile(file)
		var stored storedObject
		if err == nil && json.Unmarshal(bytes, &stored) == nil && stored.Type == of {
			found = append(found, stored)
		}
	}
	return found
}

// Types without an object in the world are managed elsewhere.
func exists(name string) bool { return len(objects(name)) > 0 }

func readObject(from resourceType, arguments map[string]interface{}, d *schema.ResourceData) bool {
	for _, stored := range objects(from.Reads) {
		if !matches(arguments, stored.Object) {
			continue
		}
		d.SetId(fmt.Sprint(stored.Object["id"]))
		for attribute, each := range from.Block.Attributes {
			if value := stored.Object[attribute]; each.Computed && attribute != "id" && value != nil {
				if err := d.Set(attribute, value); err != nil {
					panic(err)
				}
			}
		}
		for attribute, each := range from.Block.Blocks {
			value := stored.Object[attribute]
			if value == nil && !each.Optional {
				// Only the data source has it.
				value = filledBlocks(nil, each, func() string { return hash(d.Id() + attribute) })
			}
			if each.Computed && value != nil {
				if err := d.Set(attribute, value); err != nil {
					panic(err)
				}
			}
		}
		return true
	}
	return false
}

func matches(arguments, object map[string]interface{}) bool {
	for name, value := range arguments {
		if fmt.Sprint(object[name]) != fmt.Sprint(value) {
			return false
		}
	}
	return true
}

func objectFile(id string) string { return filepath.Join(os.Getenv("STUB_WORLD"), hash(id)+".json") }

// Modules decode certificates, so every text is valid Base64 of a text.
func text64(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return text64(hex.EncodeToString(sum[:6]))
}

func random() string {
	bytes := make([]byte, 6)
	if _, err := rand.Read(bytes); err != nil {
		panic(err)
	}
	return text64(hex.EncodeToString(bytes))
}
