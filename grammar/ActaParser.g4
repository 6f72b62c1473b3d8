// One declaration of Acta at a time. The token stream is cut at the words that begin declarations
// (compiler/syntax/tokens.cpp), so a tree is small and an error stays in its declaration.
// After a dot every word is a name: the lexer's words are renamed to IDENT there.
parser grammar ActaParser;

options { tokenVocab = ActaLexer; }

declaration
  : ( lawDecl | moduleDecl | useDecl | partyDecl | unitDecl | enumDecl | entityDecl | factsDecl
    | ruleDecl | exceptionDecl | disapplyDecl | presumptionDecl
    | prohibitionDecl | permissionDecl | obligationDecl | powerDecl | groundsDecl
    | calendarDecl | periodDecl | parameterDecl | tableDecl | readingDecl | answersDecl | scenarioDecl
    | amendmentDecl | populationDecl
    ) EOF
  ;

// ---- law, module, use -------------------------------------------------------------------------------------------
lawDecl : 'law' name lawItem* ;
lawItem
  : 'title' TEXT
  | 'number' TEXT
  | 'source' TEXT
  | 'in' 'force' force
  | 'governed' 'by' expression
  | 'time' 'zone' (TEXT | 'by' name)
  | 'working' 'days' 'by' name
  | 'counted' 'by' name
  | 'rounding' 'months' ('down' | 'up')
  ;
force      : 'from' DATE ('until' DATE)? ;
moduleDecl : 'module' name ;
useDecl    : 'use' name ;

// ---- parties, units, enums, entities, facts ---------------------------------------------------------------------
partyDecl  : 'party' ident TEXT? ;
unitDecl   : 'unit' units+=unitName (',' units+=unitName)* ;
enumDecl   : 'enum' ident TEXT? 'is' members+=enumMember (',' members+=enumMember)* ;
enumMember : ident TEXT? ;
entityDecl : 'entity' ident fields+=field* ;
factsDecl  : 'facts' fields+=field* ;
field
  : names+=ident (',' names+=ident)* ':' type (',' low=bound 'to' high=bound)? (',' 'judged' 'by' judge=name)? TEXT?
  ;
bound : '-'? (number | moment) ;

// ---- types ------------------------------------------------------------------------------------------------------
type : 'optional'? (plainType | 'list' 'of' plainType (',' 'at' 'most' INT)?) ;
plainType
  : 'boolean'
  | 'integer' ('of' unitName)?
  | 'decimal'
  | 'money' 'in' unitName ('per' unitName)?
  | 'date'
  | 'time'
  | 'datetime'
  | 'days'
  | 'working' 'days'
  | 'months'
  | 'years'
  | 'hours'
  | 'minutes'
  | 'period' 'of' ('dates' | 'times')
  | 'text'
  | 'set' 'of' typeName
  | typeName
  ;
typeName : IDENT ('.' IDENT)* ;
unitName : IDENT ;

// ---- rules ------------------------------------------------------------------------------------------------------
ruleDecl        : 'rule' ident params? (':' type)? TEXT? gloss? clauses+=clause* ;
exceptionDecl   : 'exception' ident 'to' name gloss? clauses+=clause* ;
disapplyDecl    : 'disapply' name gloss? CITATION? 'where' expression ;
presumptionDecl : 'presumption' ident 'for' name gloss? clauses+=clause* ;
params          : '(' (items+=param (',' items+=param)*)? ')' ;
param           : ident ':' type ;
gloss           : 'gloss' TEXT ;
clause
  : CITATION? ('clause' ident)? force? 'is' value=expression ('when' when=expression)? ('unless' unless=expression)?
  ;

// ---- norms ------------------------------------------------------------------------------------------------------
prohibitionDecl : 'prohibition' ident params? ('on' party=name)? TEXT? gloss? clauses+=normClause* ;
permissionDecl  : 'permission' ident 'lifts' lifts+=name (',' lifts+=name)* TEXT? gloss? clauses+=normClause* ;
obligationDecl  : 'obligation' ident ('on' party=name)? TEXT? gloss? obligationItem* ;
obligationItem  : normClause | CITATION? ('due' | 'done') expression ;
powerDecl       : 'power' ident ('of' party=name)? TEXT? gloss? powerItem* ;
powerItem       : CITATION? ('may' | 'must') clauses+=normClause+ | CITATION? ('by' | 'done') expression ;
groundsDecl     : 'grounds' ident ('by' party=name)? TEXT? gloss? items+=ground* ;
ground          : CITATION? 'ground' ident force? 'when' when=expression ('unless' unless=expression)? ;
normClause      : CITATION? ('clause' ident)? force? 'when' when=expression ('unless' unless=expression)? ;

// ---- calendars, periods, parameters, tables, readings -----------------------------------------------------------
calendarDecl : 'calendar' ident TEXT? calendarItem* ;
calendarItem
  : 'covers' DATE 'to' DATE
  | 'weekend' days+=ident (',' days+=ident)* inTime?
  | ('holiday' | 'day' 'off') TEXT? freeDays inTime? CITATION?
  | 'substitute' 'next' 'working' 'day' inTime?
  | 'moved' DATE 'to' DATE CITATION?
  | 'working' 'on' DATE (',' DATE)* inTime? CITATION?
  ;
inTime   : 'from' first=DATE ('until' last=DATE)? | 'until' last=DATE ;
freeDays : 'every' 'year' 'on' days+=yearDay (',' days+=yearDay)* | 'on' dates+=DATE (',' dates+=DATE)* ;
yearDay
  : dayMonth
  | 'orthodox'? 'easter' (('+' | '-') INT ('day' | 'days'))?
  | nth=(IDENT | 'first' | 'last') weekday=IDENT 'of' month
  ;
dayMonth : INT month ;
month    : IDENT | 'may' | 'march' ;

periodDecl : 'period' ident TEXT? 'is' expression ;

parameterDecl : 'parameter' ident ':' type TEXT? versions+=version* ;
version       : force 'is' expression CITATION? ;

tableDecl : 'table' ident params? (':' type)? TEXT? gloss? header rows+=row* ;
header    : '|' (columns+=expression '|')* 'is' ROW_END ;
row       : CITATION? inTime? '|' CITATION? cells+=cell ('|' cells+=cell)* ROW_END ;
cell      : 'any' | tests+=cellTest (',' tests+=cellTest)* ;
cellTest  : op=('<' | '<=' | '>' | '>=')? expression ;

readingDecl : 'reading' ident TEXT alternatives+=alternative* ;
alternative : ident TEXT ('counts' ('nth' | 'clear'))? ;

// ---- answers, scenarios -----------------------------------------------------------------------------------------
answersDecl : 'answers' items+=answer* ;
answer      : ident TEXT ('is' name)? ;

scenarioDecl : 'scenario' title=TEXT ('like' other=TEXT)? scenarioItem* ;
scenarioItem
  : 'given' givens+=given (',' givens+=given)*
  | 'without' names+=fact (',' names+=fact)*
  | 'under' choices+=choice (',' choices+=choice)*
  | 'governed' 'by' DATE
  | 'expect' path=name arguments? 'is' ('undetermined' | value=expression) ('because' reasons+=reason (',' reasons+=reason)*)?
  ;
given  : fact 'is' expression ;
fact   : name | 'as_of' ;
choice : name ident ;
reason : CITATION | 'missing' fact | 'reading' name | 'conflict' name? | 'uncovered' name? | 'arithmetic' ;

// ---- amendments -------------------------------------------------------------------------------------------------
// What stands between braces is code of the amended act: it is read where it is put (compiler/amend).
amendmentDecl : 'amendment' ident 'to' name amendmentItem* ;
amendmentItem
  : 'title' TEXT
  | 'source' TEXT
  | 'in' 'force' 'from' DATE
  | 'for' 'cases' 'where' expression
  | instruction
  ;
instruction
  : 'substitute' old=TEXT 'with' replacement=TEXT 'in' amended
  | 'reword' CITATION ('titled' heading=TEXT)? ('as' prose+=TEXT+)?
  | 'repeal' amended (',' amended)*
  | 'replace' amended 'with' material
  | 'insert' ('in' CITATION | 'after' name) material
  | 'insert' 'provision' cited=TEXT ('titled' heading=TEXT)? 'after' CITATION ('as' prose+=TEXT+)? material?
  | 'add' 'to' name material
  ;
amended  : name | CITATION ;
material : '{' (~('{' | '}') | material)* '}' ;

// ---- populations ------------------------------------------------------------------------------------------------
populationDecl : 'population' ident 'of' name TEXT? (items+=populationItem ';'?)* ;
populationItem : ('let' ident ':' type | fact) 'is' drawn ;
drawn  : options+=drawOption (',' options+=drawOption)* ;
drawOption : 'otherwise' draw | draw (PERCENT | 'when' expression)? ;
draw
  : 'missing'
  | 'present'
  | 'uniform' low=sum 'to' high=sum
  | ('normal' | 'lognormal') 'median' middle=sum ',' PERCENT 'below' limit=sum
  | 'day' ('of' INT | 'from' DATE 'to' DATE) ('(' weights+=weight (',' weights+=weight)* ')')?
  | 'from' (column=TEXT 'of')? file=TEXT
  | 'list' 'of' length=draw 'each' ('{' items+=populationItem (';' items+=populationItem)* '}' | element=draw)
  | '(' drawn ')'
  | expression
  ;
weight : IDENT (INT | DECIMAL) ;

// ---- expressions, loosest first (README.md has the table) -------------------------------------------------------
expression : operands+=condition (words+=('and' | 'or') operands+=condition)* ;
condition  : 'not' condition | CITATION condition | openForm | comparison ;

// These reach as far right as possible.
openForm
  : 'if' test=expression 'then' yes=expression 'else' no=expression
  | quantity ident 'in' source=access ('where' filter=expression)? ('has' | 'have') body=expression
  ;
quantity : 'some' | 'every' | 'no' | 'at' ('least' | 'most') INT | 'exactly' INT ;

comparison
  : left=stretch
    ( op=('=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'overlaps') right=stretch
    | 'not' op='in' right=stretch
    | 'is' ('present' | 'absent')
    | 'is' 'working' 'day' ('by' name)?
    )?
  ;
stretch     : first=counted ('to' last=counted)? ;
counted     : amount=sum (countWord anchor=sum suffixes+=countSuffix*)? ;
countWord   : 'clear'? ('before' | 'after') | 'counting' 'from' ;
countSuffix
  : 'counted' 'by' name
  | 'by' name
  | 'skipping' 'days' 'off'
  | 'rolling' ('forward' | 'back')
  | 'rounding' ('down' | 'up')
  ;
sum         : product rest+=addend* ;
addend      : ('+' | '-') product ('rounding' ('down' | 'up'))? | 'at' product ;
product     : negation rest+=factor* ;
factor      : ('*' | '/') negation rounded? ;
rounded     : 'rounded' ('half' ('up' | 'even') | 'up' | 'down') ('to' INT 'places')? ;
negation    : '-' negation | access ('on' access)? ('as' unitName)? ;
access      : base steps+=step* | atom ;
base        : ident | 'as_of' | '(' expression ')' ;
step        : '.' IDENT | arguments ;
arguments   : '(' (items+=expression (',' items+=expression)*)? ')' ;

atom
  : 'yes'
  | 'no'
  | 'absent'
  | number
  | moment
  | TEXT
  | record
  | set
  | list
  | matching
  | 'under' name ident
  | 'age' 'of' access 'on' access ('rounding' 'down')?
  | 'count' 'of' (ident 'in' access 'where' expression | access)
  | ('sum' | 'earliest' | 'latest') 'of' sum 'for' ident 'in' access ('where' expression)?
  | 'between' sum 'and' sum ('before' | 'after') access
  | 'working' 'days' 'from' sum 'to' access ('by' name)?
  | 'every' 'year' 'from' dayMonth 'to' dayMonth
  | 'any' 'prohibition' ('on' name)?
  | 'every' 'obligation' ('on' name)?
  ;
// `2 weeks` and the singulars `1 day`, `1 month` are units by form; the words are known to compiler/syntax.
number : INT (duration | unitName)? | DECIMAL unitName? | PERCENT ;
duration : 'working'? ('day' | 'days') | 'months' | 'year' | 'years' | 'hours' | 'minutes' ;
moment : DATE TIME? | TIME ;
record : '{' items+=given (',' items+=given)* '}' ;
set    : '{' (members+=expression (',' members+=expression)*)? '}' ;
matching : 'match' subject=expression '{' arms+=arm (';' arms+=arm)* ';'? '}' ;
arm      : ('otherwise' | patterns+=stretch ('or' patterns+=stretch)*) ':' expression ;
list   : 'list' '{' (items+=expression (',' items+=expression)*)? '}' ;

// ---- names ------------------------------------------------------------------------------------------------------
name  : ident ('.' IDENT)* ;
ident
  : IDENT
  | 'add' | 'age' | 'any' | 'arithmetic' | 'back' | 'below' | 'boolean' | 'by' | 'cases' | 'clear' | 'conflict'
  | 'count' | 'counts' | 'covers' | 'date' | 'dates' | 'datetime' | 'day' | 'days' | 'decimal' | 'done' | 'down'
  | 'due' | 'each' | 'earliest' | 'easter' | 'even' | 'first' | 'force' | 'forward' | 'ground' | 'half' | 'holiday'
  | 'hours' | 'insert' | 'integer' | 'last' | 'latest' | 'least' | 'let' | 'lifts' | 'list' | 'lognormal' | 'march'
  | 'may' | 'median' | 'minutes' | 'missing' | 'money' | 'months' | 'most' | 'moved' | 'must' | 'next' | 'normal'
  | 'nth' | 'number' | 'off' | 'optional' | 'orthodox' | 'party' | 'per' | 'period' | 'places' | 'provision'
  | 'repeal' | 'replace' | 'reword' | 'set' | 'source' | 'substitute' | 'sum' | 'text' | 'time' | 'times' | 'title'
  | 'titled' | 'uncovered' | 'undetermined' | 'uniform' | 'up' | 'weekend' | 'with' | 'working' | 'year' | 'years'
  | 'zone'
  ;
