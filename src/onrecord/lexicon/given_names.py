"""Given names that tell a man's from a woman's, in lower case.

A pronoun is not put with a person whose given name speaks against it. Names that both bear, and names of uncertain
use, are left out on purpose: where the table is silent, the words around decide.
"""

from __future__ import annotations

MASCULINE = frozenset(
    """
    aaron abbas abdullah abraham adam ahmad ahmed ajit alan albert alberto alec aleksandr alex alexander alfred
    allen amos anatoly anders andre andreas andrei andrew andriy andrzej andy angel angus anthony antonio antony
    ari arnold art arthur arun ashraf austin axel ban barack barney barry bashar ben benedict benjamin benny
    bernard bernie bill bob bobby boris boyd brad bradley brandon brendan brent bret brett brian bruce bryan
    byron calvin carl carlos cassius cedric cesar chad charles charlie chauncey chip chris christian christopher
    chuck clarence claude clayton cliff clint colin collin corey cory craig curtis cyril damian dan daniel danny
    dante darrell daryl dave david dean dennis derek devin dick diego dmitri dmitry dominic don donald donnie
    doug douglas duncan dwight dzhokhar earl ed eddie edgar eduardo edward elias elijah eliot elliott elon
    emanuel emmanuel enrique eric erik ernest ethan eugene evan fabian farhan felix fergus fernando fidel filip
    forrest francisco frank franz fred frederic frederick gabriel gareth gary gavin gehad gene geoff geoffrey
    george gerald gerard gerhard gilbert giovanni giuseppe glen glenn gordon graham greg gregory guillermo
    gustavo hamid hank hans harold harry harvey hassan heinrich henry herbert herman hogan hosni howard hugh
    hugo ian ibrahim igor isaac ivan jack jacob jacques jaime jake jamal james jared jason javier jay jeb jeff
    jeffrey jens jeremy jerome jerry jesse jim jimmy joachim joao joe joel johan johannes john johnny jon
    jonathan jorge jose josef joseph josh joshua juan judd julian julius jurgen justin kamal karim karl keith
    ken kenneth kevin khalid kofi konstantin kurt kyle lamar larry lars laurence lawrence leo leon leonard
    leopold lester lev levi liam lloyd lorenzo louie louis luca lucas ludwig luis luke luther mahmoud malcolm
    manuel marc marcel marco marcus mario mark markus martin marty mateo matt matthew maurice max mehmet michael
    michel mick micky miguel mike mikhail miles milton mitch mohamed mohammad mohammed moshe muhammad myron
    narendra nathaniel ned neil nelson neville nicholas nick nicolas nigel nikolay noah noel norbert norm norman
    olaf oleg oliver olivier omar oscar otto pablo pascal patricio patrick paul pavel pedro pete peter phil
    philip philippe pierre piotr rafael raj ralph randy rashid raul ray recep reginald reince rene rex ricardo
    rich richard rick rob robert roberto rod rodrigo roger roland rolf roman ron ronan ronnie ross roy ruben
    rudy rupert russ ryan saeed salman sam samuel santiago saul scott sean sebastian serge sergei sergio seth
    shane shaun shawn sheldon sidney simon solomon stanley stefan steffen steny stephen steve steven stewart stu
    stuart sven syed tamerlan tariq ted theodore thomas tim timothy timur tobias toby todd tom tomas tommy tony
    travis trey ty tyler tyrone umar vasily vernon victor viktor vincent vitaly vladimir volodymyr walter warren
    wayne wilhelm william winston wolfgang wyn xavier yasser yuri yusuf zabiullah zachary zoltan
    """.split()
)
FEMININE = frozenset(
    """
    abigail ada adele adrienne agatha agnes aimee aleksandra alexandra alexandria alice alina allison alma
    alyssa amanda amber amelia amy ana anastasia angela angelina angie anita anja ann anna anne annette annie
    antonia ashley astrid audrey barbara beatrice beatriz belinda bernadette beth betsy betty bianca bonnie
    brenda bridget brigitte britney caitlin camilla camille candace carla carly carmen carol caroline carolyn
    carrie catherine cathy cecilia celia charlotte chelsea cheryl chloe christina christine christy claire clara
    claudia colleen constance cristina cynthia daisy daniela danielle daphne darlene dawn debbie deborah delia
    denise diana diane dianne dolores donna doris dorothy edith eileen elaine eleanor elena elisabeth elise
    elizabeth ella ellen elsa emily emma erica erin esther ethel eva evelyn faith fatima felicity fiona florence
    frances gabby gabriela gabrielle gail gemma georgia geraldine gertrude gillian gina gloria grace greta gwen
    gwendolyn gwyneth hannah harriet heather heidi helen helena helga henrietta hilda hillary hope huma ida
    ileana ilhan ilse imogen inga ingrid irene irina iris isabel isabella isobel ivana ivanka ivy jacqueline
    jane janet janice jasmine jeanette jeanne jen jennifer jenny jessica jill joan joanna joanne jocelyn
    josephine joyce judith judy julia julie juliet karen karin karla katarina kate katherine kathleen kathryn
    kathy katie katrina kayleigh kellyanne kerri kimberly kirsten kristen kristin kristina kristine lara larissa
    laura lauren laurie leila lena liliana lillian lily linda lindsay lisa liz lois loretta lori louise lucia
    lucy lydia madeleine magdalena maggie marcia margaret margarita margie margot maria mariana marianne marie
    marina marjorie marla marta martha mary maryanne matilda maureen maxine maya meg megan meghan melania
    melanie melissa mercedes mia michaela michele michelle mildred miriam molly monica monika nadia nancy naomi
    natalia natalie natasha nicole nikki nina nita nora norma oksana olga olivia pam pamela patricia patty paula
    paulina pauline penelope penny petra phoebe phyllis pramila priscilla priti rachel rashida rebecca regina
    renee rhonda rita roberta ronna rosa rose roxanne ruth sabrina sadie sally samantha sandra sandrine sara
    sarah selena serena sharon sheila shelley shirley silvia simone sofia sonia sophia sophie stacey stella
    stephanie stormy susan susanna suzanne svetlana sylvia tamara tamika tanya tara tashfeen tatiana teresa
    theresa tiffany tina tonya tulsi ursula valerie vanessa vera veronica vicki victoria viola virginia vivian
    wanda wendy xenia yasmin yulia yvonne zoe zuzana
    """.split()
)
